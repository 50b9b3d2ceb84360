// The pairs of words that are linked, in every place where they are near each other.
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
  // Takes keys made by PairKey, each once. Linked words are at most `window` tokens apart; `window`
  // is at most kWidestWindow.
  WordLinks(const std::vector<uint64_t>& keys, size_t window) : window_(window), pairs_(keys) {
    for (const uint64_t key : keys) {
      AddRole(FirstOf(key), kFirst);
      AddRole(SecondOf(key), kSecond);
    }
  }

  // Calls visit(from, to) for every link of a run, from one place to another. O(tokens + pairs in
  // the window of a word that can begin a link and a word that can end one): most words have no
  // links at all.
  template <typename Visit>
  void ForEach(std::span<const WordId> run, const Visit& visit) const {
    ForEachCooccurrence(
        run, window_, [&](WordId word) { return HasRole(word, kFirst); },
        [&](WordId word) { return HasRole(word, kSecond); },
        [&](size_t from, size_t to) {
          if (pairs_.Holds(run[from], run[to])) visit(from, to);
        });
  }

  // The number of pairs of words that are linked.
  size_t size() const { return pairs_.size(); }

  // The most bytes that the links between words with ids below `words` take besides their keys.
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
