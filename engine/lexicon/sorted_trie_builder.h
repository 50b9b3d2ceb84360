// Words that come in the order of their code points, on their way into a trie.
#ifndef CIKU_ENGINE_LEXICON_SORTED_TRIE_BUILDER_H_
#define CIKU_ENGINE_LEXICON_SORTED_TRIE_BUILDER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/lexicon/growing_trie.h"

namespace ciku {

// How many symbols two words have in common from the first on.
inline size_t CommonSymbols(std::span<const char32_t> a, std::span<const char32_t> b) {
  return static_cast<size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                             a.begin());
}

// Fills an empty trie. What a word shares with any before it, it shares with the last of them: of
// the trie nothing has to be looked for.
class SortedTrieBuilder {
 public:
  // `trie` must outlive the builder.
  explicit SortedTrieBuilder(GrowingTrie* trie) : trie_(trie), states_(trie->states()) {}

  // Adds a word, which comes after `before`, the one that was added last.
  void Add(std::span<const char32_t> symbols, std::span<const char32_t> before, uint32_t word) {
    path_.resize(CommonSymbols(symbols, before));
    while (path_.size() < symbols.size()) {
      const GrowingTrie::State from = path_.empty() ? GrowingTrie::kRoot : path_.back();
      const uint64_t key = GrowingTrie::KeyOf(from, symbols[path_.size()]);
      path_.push_back(states_++);
      edges_.push_back(
          {key, path_.back(), path_.size() == symbols.size() ? word : GrowingTrie::kNone});
    }
    if (edges_.size() >= kTogether) Finish();
  }

  // Ends the adding.
  void Finish() {
    trie_->AddNew(edges_);
    edges_.clear();
  }

 private:
  // As many as can be on their way into the cache.
  static constexpr size_t kTogether = 64;

  GrowingTrie* const trie_;
  GrowingTrie::State states_;
  std::vector<GrowingTrie::State> path_;  // of the last word
  std::vector<GrowingTrie::Edge> edges_;  // that are not in the trie yet
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_SORTED_TRIE_BUILDER_H_
