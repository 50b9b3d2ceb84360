// Counts the neighbours before and after each word.
#ifndef CIKU_ENGINE_DISCOVER_NEIGHBOUR_COUNTER_H_
#define CIKU_ENGINE_DISCOVER_NEIGHBOUR_COUNTER_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/count/sorting_counter.h"
#include "engine/discover/neighbour_sums.h"
#include "engine/text/symbols.h"

namespace ciku {

enum class Side : uint32_t { kLeft = 0, kRight = 1 };

// Counts the neighbours of words. Each occurrence of a word gives one key for each side: the word
// in the upper bits, then the side and the neighbour. The boundary of a run counts as another
// neighbour, kSeparator. Words are dealt out to the partitions in turn, so that the most frequent
// ones, which have the smallest numbers, are in different partitions. Keys have 32 bits if that is
// enough; they then take half the time.
//
// Any number of threads may add; all other calls must come from one thread at a time.
class NeighbourCounter {
 public:
  // One thread's part. Not safe for use by two threads at once.
  struct Local {
    SortingCounter<uint32_t>::Local* narrow;
    SortingCounter<uint64_t>::Local* wide;
  };

  // For numbers of words below `words` and ids of symbols below `symbols`.
  NeighbourCounter(const CounterConfig& config, size_t words, SymbolId symbols)
      : symbol_bits_(static_cast<unsigned>(std::bit_width(symbols - 1))),
        is_narrow_(std::bit_width(words / kSortedPartitions) + 1 + symbol_bits_ <= 32),
        narrow_(config),
        wide_(config) {}

  Local local() {
    return {is_narrow_ ? &narrow_.local() : nullptr, is_narrow_ ? nullptr : &wide_.local()};
  }

  void Add(const Local& local, uint32_t word, SymbolId left, SymbolId right) const {
    const uint64_t key = uint64_t{word / kSortedPartitions} << (symbol_bits_ + 1);
    const size_t partition = word % kSortedPartitions;
    const uint64_t keys[] = {key | left, key | uint64_t{1} << symbol_bits_ | right};
    for (const uint64_t of_side : keys) {
      if (is_narrow_) {
        local.narrow->Add(partition, static_cast<uint32_t>(of_side));
      } else {
        local.wide->Add(partition, of_side);
      }
    }
  }

  // Ends the adding and calls visit(word, side, sums) once for each word that was added and each
  // side, in parallel. The counter is empty afterwards.
  template <typename Visit>
  void ForEach(const Visit& visit) {
    std::vector<Open> opens(kSortedPartitions);
    const auto add = [&](size_t p, uint64_t key, uint64_t count) {
      Open& open = opens[p];
      if (open.word_and_side != key >> symbol_bits_) {
        Close(&open, p, visit);
        open.word_and_side = key >> symbol_bits_;
      }
      open.counts.push_back(count);
    };
    narrow_.ForEach(add);
    wide_.ForEach(add);
    for (size_t p = 0; p < opens.size(); ++p) Close(&opens[p], p, visit);
  }

  Json Save(const WorkFolder& folder) {
    return {{"narrow", narrow_.Save(folder)}, {"wide", wide_.Save(folder)}};
  }
  void Restore(const WorkFolder& folder, const Json& saved) {
    narrow_.Restore(folder, saved.at("narrow"));
    wide_.Restore(folder, saved.at("wide"));
  }
  uint64_t spilled_bytes() const { return narrow_.spilled_bytes() + wide_.spilled_bytes(); }

 private:
  // The neighbours found so far on one side of a partition's current word.
  struct alignas(64) Open {
    uint64_t word_and_side = std::numeric_limits<uint64_t>::max();
    std::vector<uint64_t> counts;
  };

  template <typename Visit>
  static void Close(Open* open, size_t partition, const Visit& visit) {
    std::vector<uint64_t>& counts = open->counts;
    if (counts.empty()) return;
    std::sort(counts.begin(), counts.end());
    uint64_t total = 0;
    for (const uint64_t count : counts) total += count;
    NeighbourSums sums(total);
    ForEachDistinct<uint64_t>(
        counts, [&](uint64_t count, uint64_t neighbours) { sums.Add(count, neighbours); });
    counts.clear();
    if (counts.capacity() > kKept) counts.shrink_to_fit();
    const uint64_t word = (open->word_and_side >> 1) * kSortedPartitions + partition;
    visit(static_cast<uint32_t>(word), static_cast<Side>(open->word_and_side & 1), sums);
  }

  static constexpr size_t kKept =
      1024;  // counts; a partition keeps this much memory while others are visited

  const unsigned symbol_bits_;
  const bool is_narrow_;
  SortingCounter<uint32_t> narrow_;
  SortingCounter<uint64_t> wide_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_NEIGHBOUR_COUNTER_H_
