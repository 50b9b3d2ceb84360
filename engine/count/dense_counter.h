// Counts of small numbers, such as the states of an automaton.
//
// Each thread counts in its own array of 32-bit counters. A counter that overflows adds 2^32 to a
// 64-bit counter that all threads share.
#ifndef CIKU_ENGINE_COUNT_DENSE_COUNTER_H_
#define CIKU_ENGINE_COUNT_DENSE_COUNTER_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "engine/count/sorted_entries.h"
#include "engine/sweep/per_thread.h"
#include "io/output/work_folder.h"

namespace ciku {

// Writes the counts that are not 0 as one partition of a block file, with the numbers as keys.
inline void WriteCounts(const std::vector<uint64_t>& counts, EntryWriter<uint64_t>* writer) {
  writer->BeginPartition();
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != 0) writer->Write(i, counts[i]);
  }
}

// Adds the counts of a partition that WriteCounts has written to `counts`. Throws CorruptionError
// if the partition is damaged or holds numbers that are too large.
inline void ReadCounts(const BlockFile& file, size_t partition, std::vector<uint64_t>* counts) {
  for (EntryCursor<uint64_t> entry(file, partition); !entry.at_end(); entry.Next()) {
    if (entry.key() >= counts->size()) {
      throw CorruptionError(Printable(file.file().path()) + ": holds something other than counts");
    }
    (*counts)[entry.key()] += entry.count();
  }
}

// Any number of threads may add; all other calls must come from one thread at a time.
class DenseCounter {
 public:
  // The counts of one thread. Not safe for use by two threads at once.
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

  // Counts numbers below `size`.
  explicit DenseCounter(size_t size) : sums_(size), locals_([this] { return Local(this); }) {}

  // The bytes that a counter takes.
  static constexpr size_t Memory(size_t size, size_t threads) { return size * (8 + 4 * threads); }

  Local& local() { return locals_.local(); }

  // Returns the counts so far. The caller may add to them.
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
  PerThread<Local> locals_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_DENSE_COUNTER_H_
