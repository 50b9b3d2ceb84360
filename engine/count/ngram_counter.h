// Counts the n-grams of all orders up to a maximum.
//
// One key is counted for each symbol: its window. This is the n-gram of the maximum order that
// begins at the symbol, or a shorter one if the run ends earlier. The count of any shorter n-gram
// is the sum of the counts of all keys that begin with it, and these follow each other when the
// keys are sorted.
#ifndef CIKU_ENGINE_COUNT_NGRAM_COUNTER_H_
#define CIKU_ENGINE_COUNT_NGRAM_COUNTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/count/ngram_key.h"
#include "engine/count/sorting_counter.h"
#include "engine/sweep/budget.h"
#include "engine/text/symbols.h"

namespace ciku {

// Turns sorted keys into n-grams of all orders.
template <typename Key>
class PrefixSums {
 public:
  explicit PrefixSums(const NgramPacking<Key>& packing) : packing_(packing) {}

  // Takes the next key in ascending order. Calls visit(n-gram, length, count) for the n-grams that
  // are now complete: those prefixes of the previous key that are not prefixes of this key.
  template <typename Visit>
  void Add(const Key& key, uint64_t count, const Visit& visit) {
    Close(length_ == 0 ? 0 : packing_.Shared(key_, key), visit);
    key_ = key;
    length_ = packing_.Length(key);
    sums_[length_] += count;
  }

  // Calls visit for the n-grams that are still incomplete.
  template <typename Visit>
  void Finish(const Visit& visit) {
    Close(0, visit);
    length_ = 0;
  }

 private:
  template <typename Visit>
  void Close(size_t shared, const Visit& visit) {
    for (; length_ > shared; --length_) {
      const uint64_t sum = sums_[length_];
      sums_[length_] = 0;
      sums_[length_ - 1] += sum;
      visit(packing_.Prefix(key_, length_), length_, sum);
    }
  }

  NgramPacking<Key> packing_;
  Key key_{};
  size_t length_ = 0;                               // of key_
  std::array<uint64_t, kMaxKeyLength + 1> sums_{};  // of the prefixes of key_, by length
};

// Ends the adding to a counter of windows and calls visit(partition, n-gram, length, count) once
// for every n-gram of every order, after all longer n-grams that begin with it. Different
// partitions are visited in parallel. The counter is empty afterwards.
template <typename Key, typename Visit>
void ForEachNgram(const NgramPacking<Key>& packing, SortingCounter<Key>* windows,
                  const Visit& visit) {
  ParallelFor(windows->EndAdding(), kSortedPartitions, [&](size_t p) {
    const auto in = [&](const Key& key, size_t length, uint64_t count) {
      visit(p, key, length, count);
    };
    PrefixSums<Key> sums(packing);
    windows->ForEachIn(p, [&](const Key& key, uint64_t count) { sums.Add(key, count, in); });
    sums.Finish(in);
  });
  windows->Clear();
}

// Divides the symbols into `count` groups of consecutive ids, at most 256, that are about equally
// frequent. Returns the group of each id.
std::vector<uint8_t> DivideSymbols(const Symbols& symbols, size_t count);

// Any number of threads may add; all other calls must come from one thread at a time.
template <typename Key>
class NgramCounter {
 public:
  NgramCounter(const CounterConfig& config, const Symbols& symbols, size_t order)
      : packing_(symbols.size(), order),
        partitions_(DivideSymbols(symbols, kSortedPartitions)),
        counter_(config) {}

  const NgramPacking<Key>& packing() const { return packing_; }

  // Counts the n-grams that begin at the first `count` of these symbols. A run ends at a separator
  // and after the last symbol. Returns how many symbols were counted.
  size_t Add(const SymbolId* ids, size_t size, size_t count) {
    typename SortingCounter<Key>::Local& local = counter_.local();
    size_t added = 0;
    Key key{};
    for (size_t i = size; i-- > 0;) {
      const SymbolId id = ids[i];
      key = id == kSeparator ? Key{} : packing_.Before(id, key);
      if (id == kSeparator || i >= count) continue;
      local.Add(partitions_[id], key);
      ++added;
    }
    return added;
  }

  // Ends the adding and calls visit(partition, n-gram, length, count) once for every n-gram of
  // every order. An n-gram is visited after all longer n-grams that begin with it. Different
  // partitions are visited in parallel. The counter is empty afterwards.
  template <typename Visit>
  void ForEach(const Visit& visit) {
    ForEachNgram(packing_, &counter_, visit);
  }

  // The counter of the windows.
  SortingCounter<Key>& keys() { return counter_; }

  Json Save(const WorkFolder& folder) { return counter_.Save(folder); }
  void Restore(const WorkFolder& folder, const Json& saved) { counter_.Restore(folder, saved); }
  uint64_t spilled_bytes() const { return counter_.spilled_bytes(); }

 private:
  NgramPacking<Key> packing_;
  const std::vector<uint8_t> partitions_;  // by an n-gram's first symbol
  SortingCounter<Key> counter_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_NGRAM_COUNTER_H_
