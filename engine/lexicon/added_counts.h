// The words of an earlier run. Their counts are added to the counts of this run.
#ifndef CIKU_ENGINE_LEXICON_ADDED_COUNTS_H_
#define CIKU_ENGINE_LEXICON_ADDED_COUNTS_H_

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

#include "engine/lexicon/lexicon.h"

namespace ciku {

class AddedCounts {
 public:
  // `words` must outlive this object.
  explicit AddedCounts(const Lexicon& words) : words_(words) {}

  // Returns the count of a word, 0 if it is not among the words, and marks the word as taken. To be
  // called once for each word, on any number of threads.
  uint64_t Take(std::string_view word) {
    const uint64_t count = words_.size() == 0 ? 0 : words_.Count(word);
    if (count == 0) return 0;
    const std::lock_guard lock(mutex_);
    taken_.emplace(word);
    return count;
  }

  // Calls visit(word, count) for the words that have not been taken.
  template <typename Visit>
  void ForEachLeft(const Visit& visit) const {
    if (taken_.size() == words_.size()) return;
    for (const auto& [word, count] : words_.Sorted()) {
      if (!taken_.contains(word)) visit(word, count);
    }
  }

 private:
  const Lexicon& words_;
  std::mutex mutex_;
  std::unordered_set<std::string> taken_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_ADDED_COUNTS_H_
