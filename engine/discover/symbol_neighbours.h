// The neighbours of words of one symbol, taken from counts of pairs.
#ifndef CIKU_ENGINE_DISCOVER_SYMBOL_NEIGHBOURS_H_
#define CIKU_ENGINE_DISCOVER_SYMBOL_NEIGHBOURS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/count/pair_counter.h"
#include "engine/count/sorting_counter.h"
#include "engine/discover/neighbour_counter.h"
#include "engine/discover/neighbour_sums.h"
#include "engine/text/symbols.h"

namespace ciku {

// Collects the counts of the neighbours on each side of each symbol. Symbols are identified by
// codes.
//
// Any number of threads may add; all other calls must come from one thread at a time.
class SymbolNeighbours {
 public:
  // `codes` holds the code of each symbol, by id, and `frequencies` its frequency, by code. Both
  // are 0 for symbols that do not matter. Both must outlive this object.
  SymbolNeighbours(const CounterConfig& config, const std::vector<uint32_t>& codes,
                   const std::vector<uint64_t>& frequencies)
      : codes_(codes),
        frequencies_(frequencies),
        counts_(config),
        inside_(2 * frequencies.size()) {}

  // Adds a pair from a part of a PairCounter, each pair once. Pairs that are ends of runs may be
  // left out.
  void Add(size_t part, uint64_t pair, uint64_t count) {
    if (SecondOf(pair) == kSeparator) return;
    // Only one thread adds to a part.
    if (locals_[part] == nullptr) locals_[part] = &counts_.local();
    AddNeighbour(locals_[part], codes_[FirstOf(pair)], Side::kRight, count);
    AddNeighbour(locals_[part], codes_[SecondOf(pair)], Side::kLeft, count);
  }

  // Ends the adding and calls visit(code, side, sums) for each symbol that matters and each side,
  // in parallel.
  template <typename Visit>
  void ForEach(const Visit& visit) {
    // A symbol's other occurrences are at the boundaries of runs.
    for (uint64_t end = 0; end < inside_.size(); ++end) {
      const uint64_t boundaries = frequencies_[end >> 1] - inside_[end];
      if (boundaries != 0) AddCount(&counts_.local(), end, boundaries);
    }
    std::vector<std::optional<Open>> opens(kSortedPartitions);
    counts_.ForEach([&](size_t p, const WideKey<2>& key, uint64_t neighbours) {
      std::optional<Open>& open = opens[p];
      if (!open || open->end != key.words[0]) {
        Close(open, visit);
        open.emplace(Open{key.words[0], NeighbourSums(frequencies_[key.words[0] >> 1])});
      }
      open->sums.Add(key.words[1], neighbours);
    });
    for (const std::optional<Open>& open : opens) Close(open, visit);
  }

  uint64_t spilled_bytes() const { return counts_.spilled_bytes(); }

 private:
  // The current end of a symbol in a partition: the symbol's code and, in the last bit, the side.
  struct Open {
    uint64_t end;
    NeighbourSums sums;
  };

  using Counts = SortingCounter<WideKey<2>>;

  void AddNeighbour(Counts::Local* local, uint32_t code, Side side, uint64_t count) {
    if (frequencies_[code] == 0) return;
    const uint64_t end = uint64_t{code} << 1 | static_cast<uint64_t>(side);
    inside_[end] += count;
    AddCount(local, end, count);
  }

  static void AddCount(Counts::Local* local, uint64_t end, uint64_t count) {
    WideKey<2> key;
    key.words = {end, count};
    local->Add(end % kSortedPartitions, key);
  }

  template <typename Visit>
  static void Close(const std::optional<Open>& open, const Visit& visit) {
    if (!open) return;
    visit(static_cast<uint32_t>(open->end >> 1), static_cast<Side>(open->end & 1), open->sums);
  }

  const std::vector<uint32_t>& codes_;
  const std::vector<uint64_t>& frequencies_;
  // A key is an end and a count. The number of times that a key was added is the number of
  // neighbours with that count.
  Counts counts_;
  std::array<Counts::Local*, PairCounter::kParts> locals_{};
  std::vector<std::atomic<uint64_t>> inside_;  // by end: occurrences with a neighbour in the run
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_SYMBOL_NEIGHBOURS_H_
