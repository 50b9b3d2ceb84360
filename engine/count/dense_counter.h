// Counts of small numbers, such as the states of an automaton.
//
// Each thread counts in an array of its own, in 32 bits that overflow into 64 that all share.
#ifndef CIKU_ENGINE_COUNT_DENSE_COUNTER_H_
#define CIKU_ENGINE_COUNT_DENSE_COUNTER_H_

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "engine/count/sorted_entries.h"
#include "io/work_folder.h"

namespace ciku {

// Counts of numbers as one partition of a run.
inline void WriteCounts(const std::vector<uint64_t>& counts, EntryWriter<uint64_t>* writer) {
  writer->BeginPartition();
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != 0) writer->Write(i, counts[i]);
  }
}

// Adds what was written to counts of the same numbers. Throws CorruptionError.
inline void ReadCounts(const BlockFile& run, size_t partition, std::vector<uint64_t>* counts) {
  for (EntryCursor<uint64_t> entry(run, partition); !entry.at_end(); entry.Next()) {
    if (entry.key() >= counts->size()) {
      throw CorruptionError(Printable(run.file().path()) + ": holds something other than counts");
    }
    (*counts)[entry.key()] += entry.count();
  }
}

// Adding is for any number of threads; everything else for one at a time.
class DenseCounter {
 public:
  // One thread's part. Not safe for use by two threads at once.
  class Local {
   public:
    void Add(size_t number) {
      if (++counts_[number] == 0) [[unlikely]] {
        owner_->AddOverflow(number);
      }
    }

   private:
    friend class DenseCounter;

    explicit Local(DenseCounter* owner) : owner_(owner), counts_(owner->sums_.size()) {}

    DenseCounter* owner_;
    std::vector<uint32_t> counts_;
  };

  // For numbers below `size`.
  explicit DenseCounter(size_t size) : sums_(size), locals_([this] { return Local(this); }) {}

  static constexpr size_t Memory(size_t size, size_t threads) { return size * (8 + 4 * threads); }

  Local& local() { return locals_.local(); }

  // The counts so far, which may be added to.
  std::vector<uint64_t>& Gather() {
    for (Local& local : locals_) {
      for (size_t i = 0; i < sums_.size(); ++i) sums_[i] += std::exchange(local.counts_[i], 0);
    }
    return sums_;
  }

 private:
  void AddOverflow(size_t number) {
    const std::lock_guard lock(mutex_);
    sums_[number] += uint64_t{1} << 32;
  }

  std::mutex mutex_;
  std::vector<uint64_t> sums_;
  tbb::enumerable_thread_specific<Local> locals_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_DENSE_COUNTER_H_
