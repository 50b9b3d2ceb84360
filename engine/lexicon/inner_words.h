// The words inside a text, by a trie that words are still added to.
#ifndef CIKU_ENGINE_LEXICON_INNER_WORDS_H_
#define CIKU_ENGINE_LEXICON_INNER_WORDS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "engine/lexicon/growing_trie.h"

namespace ciku {

// The symbols [start, end) of a text are the word of this number.
struct InnerWord {
  uint32_t start;
  uint32_t end;
  uint32_t word;
};

// Not safe for use by two threads at once; several may look at one trie.
class InnerWordFinder {
 public:
  // Replaces `found` by the words that begin at the text's symbols [first, last), by where they
  // begin, then by where they end. A step of the trie is a miss of the cache: the steps of all
  // beginnings are taken side by side, so that these overlap.
  void Find(const GrowingTrie& trie, std::span<const char32_t> text, size_t first, size_t last,
            std::vector<InnerWord>* found) {
    found->clear();
    walks_.clear();
    for (size_t start = first; start < last; ++start) walks_.push_back({start, GrowingTrie::kRoot});
    for (size_t depth = 0;; ++depth) {
      while (!walks_.empty() && walks_.back().start + depth == text.size()) walks_.pop_back();
      if (walks_.empty()) break;
      for (const Walk& walk : walks_) trie.Prefetch(walk.state, text[walk.start + depth]);
      Step(trie, text, depth, found);
    }
    std::sort(found->begin(), found->end(), [](const InnerWord& a, const InnerWord& b) {
      return std::tie(a.start, a.end) < std::tie(b.start, b.end);
    });
  }

 private:
  // Where a walk through the trie began, and where it is.
  struct Walk {
    size_t start;
    GrowingTrie::State state;
  };

  void Step(const GrowingTrie& trie, std::span<const char32_t> text, size_t depth,
            std::vector<InnerWord>* found) {
    size_t kept = 0;
    for (const Walk& walk : walks_) {
      const size_t at = walk.start + depth;
      const GrowingTrie::State state = trie.Step(walk.state, text[at]);
      if (state == GrowingTrie::kNone) continue;
      const uint32_t word = trie.WordAt(state);
      if (word != GrowingTrie::kNone) {
        found->push_back({static_cast<uint32_t>(walk.start), static_cast<uint32_t>(at + 1), word});
      }
      walks_[kept++] = {walk.start, state};
    }
    walks_.resize(kept);
  }

  std::vector<Walk> walks_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_INNER_WORDS_H_
