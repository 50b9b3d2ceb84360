// Builds a trie from words that come in the order of their code points.
#ifndef CIKU_ENGINE_LEXICON_SORTED_TRIE_BUILDER_H_
#define CIKU_ENGINE_LEXICON_SORTED_TRIE_BUILDER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/lexicon/growing_trie.h"

namespace ciku {

// How many symbols two words have in common at the beginning.
inline size_t CommonSymbols(std::span<const char32_t> a, std::span<const char32_t> b) {
  return static_cast<size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                             a.begin());
}

// Fills an empty trie. The longest beginning that a word shares with any word before is the one
// that it shares with the previous word, so nothing has to be looked up in the trie.
class SortedTrieBuilder {
 public:
  // `trie` must outlive the builder.
  explicit SortedTrieBuilder(GrowingTrie* trie) : trie_(trie), states_(trie->states()) {}

  // Adds a word. `before` is the word that was added last; the new word must come after it.
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
  // As many edges as can be prefetched at the same time.
  static constexpr size_t kTogether = 64;

  GrowingTrie* const trie_;
  GrowingTrie::State states_;
  std::vector<GrowingTrie::State> path_;  // of the last word
  std::vector<GrowingTrie::Edge> edges_;  // edges that are not in the trie yet
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_SORTED_TRIE_BUILDER_H_
