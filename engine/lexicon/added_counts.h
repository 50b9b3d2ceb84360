// Words of an earlier run, whose counts are added to those of this one.
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
  // `words` must outlive it.
  explicit AddedCounts(const Lexicon& words) : words_(words) {}

  // The count of a word, 0 where it is not among them. Each word once; for any number of threads.
  uint64_t Take(std::string_view word) {
    const uint64_t count = words_.size() == 0 ? 0 : words_.Count(word);
    if (count == 0) return 0;
    const std::lock_guard lock(mutex_);
    taken_.emplace(word);
    return count;
  }

  // Calls visit(word, count) for those that have not been taken.
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
