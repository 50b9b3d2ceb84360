// Words in the order of their code points.
#ifndef CIKU_ENGINE_LEXICON_WORD_SORTER_H_
#define CIKU_ENGINE_LEXICON_WORD_SORTER_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
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
    if (count == 0) return;
    const uint64_t part = std::min(count, kMostAtOnce);
    counter_.Add(&counter_.local(), static_cast<uint32_t>(part), word);
    if (part == count) return;
    const std::lock_guard lock(mutex_);
    rest_[std::string(word)] += count - part;
  }

  // Calls visit(word, count) for all words, in order. The sorter is empty afterwards.
  void ForEach(const std::function<void(std::string_view, uint64_t)>& visit) {
    counter_.ForEachSorted([&](std::string_view word, uint64_t count) {
      const auto rest = rest_.empty() ? rest_.end() : rest_.find(word);
      visit(word, rest == rest_.end() ? count : count + rest->second);
    });
    rest_.clear();
  }

  uint64_t spilled_bytes() const { return counter_.spilled_bytes(); }

 private:
  // Counters take 32-bit counts. What is beyond them is kept here: even terabytes of text have only
  // hundreds of words that are so frequent.
  static constexpr uint64_t kMostAtOnce = uint64_t{1} << 31;

  ExternalCounter<SortingMap> counter_;
  std::mutex mutex_;
  std::map<std::string, uint64_t, std::less<>> rest_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_WORD_SORTER_H_
