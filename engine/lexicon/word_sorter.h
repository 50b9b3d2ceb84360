// Words in the order of their code points.
#ifndef CIKU_ENGINE_LEXICON_WORD_SORTER_H_
#define CIKU_ENGINE_LEXICON_WORD_SORTER_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>

#include "engine/count/external_counter.h"
#include "engine/count/string_map.h"

namespace ciku {

// Sorts words within a memory budget: the bytes of UTF-8 sort as code points do.
class WordSorter {
 public:
  explicit WordSorter(const CounterConfig& config) : counter_(config) {}

  // Adds a word with its count. Any number of threads may add. Throws as ExternalCounter::Add does.
  void Add(std::string_view word, uint64_t count) {
    SortingMap* const map = &counter_.local();
    while (count > 0) {
      const auto part = static_cast<uint32_t>(std::min(count, kMostAtOnce));
      counter_.Add(map, part, word);
      count -= part;
    }
  }

  // Calls visit(word, count) for all words, in order. The sorter is empty afterwards.
  void ForEach(const std::function<void(std::string_view, uint64_t)>& visit) {
    counter_.ForEachSorted(visit);
  }

  uint64_t spilled_bytes() const { return counter_.spilled_bytes(); }

 private:
  // Counters take 32-bit counts, so a larger count is added in parts.
  static constexpr uint64_t kMostAtOnce = uint64_t{1} << 31;

  ExternalCounter<SortingMap> counter_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_WORD_SORTER_H_
