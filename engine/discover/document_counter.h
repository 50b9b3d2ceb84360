// Counts the records in which each word occurs.
#ifndef CIKU_ENGINE_DISCOVER_DOCUMENT_COUNTER_H_
#define CIKU_ENGINE_DISCOVER_DOCUMENT_COUNTER_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <utility>
#include <vector>

#include "engine/count/sorting_counter.h"
#include "engine/sweep/per_thread.h"

namespace ciku {

// Any number of threads may add; all other calls must come from one thread at a time.
//
// For each word, a thread remembers the last of its records that held the word. Long records come
// in parts, possibly to several threads; for these rare records, pairs of a record and a word are
// collected and sorted.
class DocumentCounter {
 public:
  // One thread's part. Not safe for use by two threads at once.
  class Local {
   public:
    // Begins a record or, if `part_of` is not 0, a part of the record with that number. Throws as
    // SortingCounter.
    void BeginRecord(uint64_t part_of) {
      part_of_ = part_of;
      if (record_ == std::numeric_limits<uint32_t>::max()) owner_->Gather(this);
      ++record_;
    }

    // Adds a word of the current record. `word` may also be the number of words, which stands for
    // no word. Throws as SortingCounter.
    void Add(uint32_t word) {
      Seen& seen = seen_[word];
      const bool is_new = seen.last != record_;
      seen.last = record_;
      if (part_of_ == 0) [[likely]] {
        seen.records += is_new ? 1 : 0;  // no branch: it could not be predicted
      } else if (is_new) {
        parts_->Add(PartitionOf(word), part_of_ << 32 | word);
      }
    }

   private:
    friend class DocumentCounter;

    struct Seen {
      uint32_t last = 0;  // the number of a record of this thread
      uint32_t records = 0;
    };

    explicit Local(DocumentCounter* owner)
        : owner_(owner), parts_(&owner->parts_.local()), seen_(owner->sums_.size() + 1) {}

    DocumentCounter* owner_;
    SortingCounter<uint64_t>::Local* parts_;
    std::vector<Seen> seen_;
    uint32_t record_ = 0;
    uint64_t part_of_ = 0;
  };

  // Counts words with numbers below `words`. Their counts take Memory() in addition to
  // config.memory.
  DocumentCounter(const CounterConfig& config, size_t words)
      : parts_(config), sums_(words), locals_([this] { return Local(this); }) {}

  static constexpr size_t Memory(size_t words, size_t threads) { return words * 8 * (1 + threads); }

  Local& local() { return locals_.local(); }

  // Ends the adding. Returns, by word, how many records it occurs in.
  std::vector<uint64_t> Finish() {
    std::vector<uint64_t> records = GatherAll();
    locals_.clear();
    records.push_back(0);
    parts_.ForEach([&](size_t, uint64_t key, uint64_t) { ++records[static_cast<uint32_t>(key)]; });
    return records;
  }

  // Returns the counts so far, except those of records that came in parts; these are in parts().
  std::vector<uint64_t>& GatherAll() {
    for (Local& local : locals_) Gather(&local);
    return sums_;
  }
  SortingCounter<uint64_t>& parts() { return parts_; }

 private:
  // All pairs of a word are in one partition, so that one thread counts them.
  static size_t PartitionOf(uint32_t word) { return word % kSortedPartitions; }

  // Adds the thread's counts to the sums. The thread's records may be numbered from 1 on again
  // afterwards.
  void Gather(Local* local) {
    const std::lock_guard lock(mutex_);
    for (size_t i = 0; i < sums_.size(); ++i) {
      sums_[i] += std::exchange(local->seen_[i], {}).records;
    }
    local->record_ = 0;
  }

  SortingCounter<uint64_t> parts_;
  std::mutex mutex_;
  std::vector<uint64_t> sums_;
  PerThread<Local> locals_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_DOCUMENT_COUNTER_H_
