// Which words are linked, wherever they are near each other.
#ifndef CIKU_ENGINE_TEMPLATES_WORD_LINKS_H_
#define CIKU_ENGINE_TEMPLATES_WORD_LINKS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/discover/strong_pairs.h"
#include "engine/templates/cooccurrences.h"
#include "engine/templates/vocabulary.h"

namespace ciku {

// Immutable; safe to share between threads.
class WordLinks {
 public:
  // Takes keys as PairKey makes them, each once; linked words are at most `window` tokens apart,
  // which is at most kWidestWindow.
  WordLinks(const std::vector<uint64_t>& keys, size_t window) : window_(window), pairs_(keys) {
    for (const uint64_t key : keys) {
      AddRole(FirstOf(key), kFirst);
      AddRole(SecondOf(key), kSecond);
    }
  }

  // Calls visit(from, to) for the places that every link of a run is between. O(tokens, and pairs
  // of those that any link leaves and that any enters): of most words there are no links at all.
  template <typename Visit>
  void ForEach(std::span<const WordId> run, const Visit& visit) const {
    ForEachCooccurrence(
        run, window_, [&](WordId word) { return HasRole(word, kFirst); },
        [&](WordId word) { return HasRole(word, kSecond); },
        [&](size_t from, size_t to) {
          if (pairs_.Holds(run[from], run[to])) visit(from, to);
        });
  }

  // How many pairs of words are linked.
  size_t size() const { return pairs_.size(); }

  // What the links of words below `words` take besides their keys, in bytes, at most.
  static constexpr size_t Overhead(size_t words) { return words; }

 private:
  static constexpr uint8_t kFirst = 1;
  static constexpr uint8_t kSecond = 2;

  void AddRole(WordId word, uint8_t role) {
    roles_.resize(std::max<size_t>(roles_.size(), word + size_t{1}));
    roles_[word] |= role;
  }
  bool HasRole(WordId word, uint8_t role) const {
    return word < roles_.size() && (roles_[word] & role) != 0;
  }

  size_t window_;
  StrongPairs pairs_;
  std::vector<uint8_t> roles_;  // by word
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_WORD_LINKS_H_
