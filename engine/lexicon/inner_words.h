// Finds the words inside texts with a trie to which words may still be added.
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

// The symbols [start, end) of a text are the word with the number `word`.
struct InnerWord {
  uint32_t start;
  uint32_t end;
  uint32_t word;
};

// Looks up several texts at a time. Each step of the trie is a cache miss. The steps for all
// possible beginnings of words are taken together, so that the misses overlap. Not safe for use by
// two threads at once, but several finders may use one trie at the same time.
class InnerWordFinder {
 public:
  // Asks for the words that begin at the symbols [first, last) of the text. Find will put them into
  // `found`, sorted by their start, then by their end. Text and result must outlive Find.
  void Add(std::span<const char32_t> text, size_t first, size_t last,
           std::vector<InnerWord>* found) {
    found->clear();
    results_.push_back(found);
    for (size_t start = first; start < last; ++start) {
      walks_.push_back({text.data() + start, text.data() + text.size(),
                        static_cast<uint32_t>(start), GrowingTrie::kRoot, found});
    }
  }

  // Finds the words for all texts that were added, and then forgets these texts.
  void Find(const GrowingTrie& trie) {
    for (uint32_t length = 1; !walks_.empty(); ++length) {
      for (const Walk& walk : walks_) trie.Prefetch(walk.state, *walk.next);
      Step(trie, length);
    }
    for (std::vector<InnerWord>* const found : results_) {
      std::sort(found->begin(), found->end(), [](const InnerWord& a, const InnerWord& b) {
        return std::tie(a.start, a.end) < std::tie(b.start, b.end);
      });
    }
    results_.clear();
  }

 private:
  // A walk through the trie: where it began in the text, and where it is.
  struct Walk {
    const char32_t* next;
    const char32_t* text_end;
    uint32_t start;
    GrowingTrie::State state;
    std::vector<InnerWord>* found;
  };

  // Takes all walks one symbol further, so that they are `length` symbols long, and drops walks
  // that end.
  void Step(const GrowingTrie& trie, uint32_t length) {
    size_t kept = 0;
    for (const Walk& walk : walks_) {
      const GrowingTrie::Edge& edge = trie.Step(walk.state, *walk.next);
      if (edge.to == GrowingTrie::kNone) continue;
      if (edge.word != GrowingTrie::kNone) {
        walk.found->push_back({walk.start, walk.start + length, edge.word});
      }
      if (walk.next + 1 == walk.text_end) continue;
      walks_[kept++] = {walk.next + 1, walk.text_end, walk.start, edge.to, walk.found};
    }
    walks_.resize(kept);
  }

  std::vector<Walk> walks_;
  std::vector<std::vector<InnerWord>*> results_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_INNER_WORDS_H_
