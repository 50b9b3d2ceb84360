// Finds seeds out of core: n-grams that are frequent and have many neighbours on both sides.
// Sorting twice brings an n-gram together with the n-grams that have one more symbol on either
// side.
//
// If n-grams are sorted by their symbols from the first on, an n-gram comes together with those
// that go on with a neighbour on the right. If they are sorted from the last symbol backwards, it
// comes together with those that go on with a neighbour on the left. A neighbour that occurs once
// adds nothing to the sum from which entropy is computed, so only n-grams that occur twice or more
// are sorted for the second time.
#ifndef CIKU_ENGINE_DISCOVER_SEED_JOIN_H_
#define CIKU_ENGINE_DISCOVER_SEED_JOIN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/count/ngram_key.h"
#include "engine/count/sorting_counter.h"
#include "engine/discover/seed_rule.h"
#include "engine/text/symbols.h"

namespace ciku {

// Any number of threads may add, each to partitions of its own; all other calls must come from one
// thread at a time.
template <typename Key>
class SeedJoin {
 public:
  // `groups` divides symbols into kSortedPartitions groups. Seeds have at least `shortest` symbols.
  // The rule must outlive the join.
  SeedJoin(const NgramPacking<Key>& packing, std::vector<uint8_t> groups, const SeedRule& rule,
           size_t shortest, const CounterConfig& config)
      : packing_(packing),
        groups_(std::move(groups)),
        rule_(rule),
        shortest_(shortest),
        takes_single_(rule.LeastCount(shortest) == 1),
        rights_(kSortedPartitions),
        by_end_(config) {}

  // Adds an n-gram of two symbols or more from a partition of NgramCounter, with its count. An
  // n-gram must be added right after all longer ones that begin with it.
  void Add(size_t partition, const Key& key, size_t length, uint64_t count) {
    if (count == 1 && !takes_single_) return;  // it adds nothing, either
    Sums& rights = rights_[partition].sums;
    const NeighbourSum right = std::exchange(rights[length], {});
    rights[length - 1].Add(count);
    const bool accepted = length >= shortest_ && rule_.Accepts(length, count, right);
    if (count == 1 && !accepted) return;
    Record record{};
    const Key reversed = packing_.Reversed(key, length);
    for (size_t i = 0; i < kKeyWords; ++i) record.words[i] = WordOf(reversed, i);
    record.words[kKeyWords] = count << 1 | (accepted ? 1 : 0);
    by_end_.local().Add(groups_[packing_.At(key, length - 1)], record);
  }

  // Ends the adding and calls visit(partition, reversed n-gram, length, count) once for every seed;
  // different partitions are visited in parallel.
  template <typename Visit>
  void ForEach(const Visit& visit) {
    std::vector<Open> open(kSortedPartitions);
    ParallelFor(by_end_.EndAdding(), kSortedPartitions, [&](size_t p) {
      const auto seed = [&](const Key& key, size_t length, uint64_t count) {
        visit(p, key, length, count);
      };
      by_end_.ForEachIn(p, [&](const Record& record, uint64_t) { Enter(record, &open[p], seed); });
      Close(0, &open[p], seed);
    });
    by_end_.Clear();
  }

  uint64_t spilled_bytes() const { return by_end_.spilled_bytes(); }

 private:
  static constexpr size_t kKeyWords = kWordsOf<Key>;

  // A reversed n-gram and its count, whose lowest bit says whether the right side is accepted.
  using Record = WideKey<kKeyWords + 1>;
  using Sums = std::array<NeighbourSum, kMaxKeyLength + 1>;

  struct alignas(64) Rights {
    Sums sums;  // over the right neighbours of the prefixes of the current n-gram, by length
  };

  // The current reversed n-gram and its prefixes: suffixes of the n-gram as it is read.
  struct alignas(64) Open {
    struct Entry {
      uint64_t count = 0;
      bool accepted = false;
      NeighbourSum left;
    };
    Key key{};
    size_t length = 0;
    std::array<Entry, kMaxKeyLength + 1> entries;  // by length
  };

  template <typename Visit>
  void Enter(const Record& record, Open* open, const Visit& visit) const {
    const Key key = KeyOf<Key>(record);
    const size_t length = packing_.Length(key);
    Close(open->length == 0 ? 0 : std::min(packing_.Shared(open->key, key), length - 1), open,
          visit);
    const uint64_t count = record.words[kKeyWords] >> 1;
    for (size_t at = open->length + 1; at < length; ++at) open->entries[at] = {};
    open->entries[length - 1].left.Add(count);
    open->entries[length] = {count, (record.words[kKeyWords] & 1) != 0, {}};
    open->key = key;
    open->length = length;
  }

  // Visits the seeds among the prefixes that are longer than `shared`: they have all neighbours.
  template <typename Visit>
  void Close(size_t shared, Open* open, const Visit& visit) const {
    for (; open->length > shared; --open->length) {
      const typename Open::Entry& entry = open->entries[open->length];
      if (!entry.accepted || !rule_.Accepts(open->length, entry.count, entry.left)) continue;
      visit(packing_.Prefix(open->key, open->length), open->length, entry.count);
    }
  }

  const NgramPacking<Key> packing_;
  const std::vector<uint8_t> groups_;
  const SeedRule& rule_;
  const size_t shortest_;
  const bool takes_single_;  // whether an n-gram that occurs once may be a seed
  std::vector<Rights> rights_;
  SortingCounter<Record> by_end_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_SEED_JOIN_H_
