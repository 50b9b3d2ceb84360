// Words in the order of a lexicon: count descending, then code points ascending.
#ifndef CIKU_ENGINE_LEXICON_WORD_RANKING_H_
#define CIKU_ENGINE_LEXICON_WORD_RANKING_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "engine/count/external_counter.h"
#include "engine/count/string_map.h"

namespace ciku {

// Sorts words within a memory budget: an external counter whose keys sort as the lexicon does.
class WordRanking {
 public:
  explicit WordRanking(const CounterConfig& config);

  // Adds a word with its count. Each word must be added only once. Any number of threads may add.
  // Throws as ExternalCounter::Add does.
  void Add(std::string_view word, uint64_t count);

  uint64_t size() const { return *size_; }

  // Calls visit(word, count) for the first `most` words, in order. The ranking is empty afterwards.
  void ForEach(uint64_t most, const std::function<void(std::string_view, uint64_t)>& visit);
  void ForEach(const std::function<void(std::string_view, uint64_t)>& visit) {
    ForEach(size(), visit);
  }

  uint64_t spilled_bytes() const { return counter_->spilled_bytes(); }

 private:
  std::unique_ptr<ExternalCounter<SortingMap>> counter_;
  std::unique_ptr<std::atomic<uint64_t>> size_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_WORD_RANKING_H_
