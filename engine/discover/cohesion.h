// Computes the cohesion of n-grams out of core. Sorting twice brings an n-gram together with the
// counts of all parts into which it can be split.
//
// If n-grams are sorted by their symbols from the first on, an n-gram follows its prefixes; a stack
// of prefixes then holds the counts of all left parts. If they are sorted from the last symbol
// backwards, an n-gram follows its suffixes, which are the right parts. Each part of a frequent
// n-gram is at least as frequent, so no part is missing.
#ifndef CIKU_ENGINE_DISCOVER_COHESION_H_
#define CIKU_ENGINE_DISCOVER_COHESION_H_

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <vector>

#include "engine/count/ngram_counter.h"
#include "engine/count/ngram_key.h"
#include "engine/count/sorting_counter.h"
#include "engine/text/symbols.h"

namespace ciku {

// Any number of threads may add, each to partitions of its own; all other calls must come from one
// thread at a time.
template <typename Key>
class CohesionJoin {
 public:
  // Spills what does not fit config.memory; uses twice as much memory when adding has ended.
  CohesionJoin(const Symbols& symbols, const NgramPacking<Key>& packing,
               const CounterConfig& config)
      : packing_(packing),
        config_(config),
        groups_(DivideSymbols(symbols, kSortedPartitions)),
        of_symbol_(symbols.size()),
        by_beginning_(std::make_unique<SortingCounter<Counted>>(config)) {}

  // Adds an n-gram from a partition of NgramCounter, with its count. Each n-gram must be added
  // once. N-grams of two symbols or more that occur less than `min_count` times are only counted
  // for distinct().
  void Add(size_t partition, const Key& key, size_t length, uint64_t count, uint64_t min_count) {
    if (length == 1) {
      of_symbol_[packing_.At(key, 0)] = count;
      return;
    }
    ++distinct_[partition].value;
    if (count < min_count) return;
    by_beginning_->local().Add(partition, Join<kKeyWords + 1>(key, {count}));
  }

  // Ends the adding and calls visit(partition, n-gram, length, cohesion) once for every frequent
  // n-gram of two symbols or more; different partitions are visited in parallel. The cohesion of w
  // is the least ln(N1 n(w) / (n(left) n(right))) over the splits of w into two parts; N1 is the
  // number of occurrences of symbols (S4256).
  template <typename Visit>
  void ForEach(const Visit& visit) {
    symbols_ = std::accumulate(of_symbol_.begin(), of_symbol_.end(), uint64_t{0});
    SortingCounter<Split> by_end({2 * config_.memory, config_.threads, config_.spills});
    // The counts of the current n-gram's prefixes, by length.
    std::vector<Counts> lefts(kSortedPartitions);
    by_beginning_->ForEach([&](size_t p, const Counted& record, uint64_t) {
      const Key key = KeyOf<Key>(record);
      const size_t length = packing_.Length(key);
      Counts& of = lefts[p];
      of[length] = record.words[kKeyWords];
      Counts payload{of[length]};
      std::copy_n(&of[2], length - 2, &payload[1]);
      const SymbolId last = packing_.At(key, length - 1);
      by_end.local().Add(groups_[last],
                         Join<kKeyWords + kPayload>(packing_.Reversed(key, length), payload));
    });
    spilled_bytes_ = by_beginning_->spilled_bytes();
    by_beginning_.reset();
    std::vector<Counts> rights(kSortedPartitions);  // the same for suffixes
    by_end.ForEach([&](size_t p, const Split& record, uint64_t) {
      const Key reversed = KeyOf<Key>(record);
      const size_t length = packing_.Length(reversed);
      Counts& of = rights[p];
      of[length] = record.words[kKeyWords];
      const Key key = packing_.Reversed(reversed, length);
      visit(p, key, length, Cohesion(key, length, &record.words[kKeyWords], of));
    });
    spilled_bytes_ += by_end.spilled_bytes();
  }

  uint64_t symbols() const { return symbols_; }  // N1
  // The number of n-grams of two symbols or more that were added.
  uint64_t distinct() const {
    uint64_t sum = 0;
    for (const Tally& tally : distinct_) sum += tally.value;
    return sum;
  }
  uint64_t spilled_bytes() const { return spilled_bytes_; }

 private:
  static constexpr size_t kKeyWords = kWordsOf<Key>;
  static constexpr size_t kMostSymbols = kKeyWords == 1 ? kMostInAWord : kMaxOrder;
  // The count of the n-gram itself and the counts of its prefixes of two symbols or more.
  static constexpr size_t kPayload = kMostSymbols - 1;

  // Records that begin with an n-gram and go on with a fixed number of counts. Each n-gram has one
  // record, so records sort like n-grams.
  using Counted = WideKey<kKeyWords + 1>;
  using Split = WideKey<kKeyWords + kPayload>;
  using Counts = std::array<uint64_t, kMaxOrder + 1>;

  struct alignas(64) Tally {
    uint64_t value = 0;
  };

  template <size_t kWords>
  static WideKey<kWords> Join(const Key& key, const Counts& counts) {
    WideKey<kWords> record;
    for (size_t i = 0; i < kKeyWords; ++i) record.words[i] = WordOf(key, i);
    std::copy_n(counts.begin(), kWords - kKeyWords, record.words.begin() + kKeyWords);
    return record;
  }

  // `counts` holds the count of the n-gram itself and those of its prefixes; `rights` holds the
  // counts of its suffixes, by length.
  double Cohesion(const Key& key, size_t length, const uint64_t* counts,
                  const Counts& rights) const {
    const auto real = [](uint64_t count) { return static_cast<double>(count); };
    const double n = real(symbols_) * real(counts[0]);
    double least = std::numeric_limits<double>::infinity();
    for (size_t left = 1; left < length; ++left) {
      const size_t right = length - left;
      const double n_left = real(left == 1 ? of_symbol_[packing_.At(key, 0)] : counts[left - 1]);
      const double n_right =
          real(right == 1 ? of_symbol_[packing_.At(key, length - 1)] : rights[right]);
      least = std::min(least, n / (n_left * n_right));
    }
    return std::log(least);
  }

  const NgramPacking<Key> packing_;
  const CounterConfig config_;
  const std::vector<uint8_t> groups_;
  std::vector<uint64_t> of_symbol_;
  std::array<Tally, kSortedPartitions> distinct_;
  std::unique_ptr<SortingCounter<Counted>> by_beginning_;
  uint64_t symbols_ = 0;
  uint64_t spilled_bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_COHESION_H_
