// Finds all occurrences of given words in text, those that overlap included.
#ifndef CIKU_ENGINE_VIEW_WORD_SEARCH_H_
#define CIKU_ENGINE_VIEW_WORD_SEARCH_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/lexicon/matcher.h"
#include "engine/lexicon/word_table.h"
#include "engine/text/run_decoder.h"
#include "engine/text/symbols.h"

namespace ciku {

// Words to look for. Immutable; safe to share between threads.
class SearchedWords {
 public:
  // Takes words in UTF-8. They are folded like the text in which they are looked for; words that
  // are then equal count as one. Throws InputError if a word is empty, is no valid UTF-8 or holds a
  // line end.
  SearchedWords(const std::vector<std::string>& words, const Folding& folding);

  // The words, folded, in the order in which they were given.
  const std::vector<std::string>& words() const { return words_; }
  const Symbols& symbols() const { return symbols_; }
  const WordTable& table() const { return table_; }

  // Makes the automaton that finds them.
  Matcher MakeMatcher() const { return {table_.coded(), sorted_}; }

  // The most symbols, and the most bytes, that a word has.
  size_t longest() const { return table_.longest(); }
  size_t longest_bytes() const { return longest_bytes_; }

  // The memory that they and their automaton take at most, also while it is made, in bytes.
  size_t bytes() const;

 private:
  Symbols symbols_;
  WordTable table_;
  std::vector<std::string> words_;
  std::vector<uint32_t> sorted_;  // the numbers of the words, sorted by the codes of the words
  size_t longest_bytes_ = 0;
};

// Looks for words in texts. Not safe for use by two threads at once.
class WordSearch {
 public:
  // Takes words and their automaton. Both must outlive this object.
  WordSearch(const SearchedWords& words, const Matcher& matcher)
      : words_(words), matcher_(matcher), decoder_(words.symbols(), false) {}

  // The most bytes that the buffers of a search take.
  static size_t Memory(const SearchedWords& words) { return kSymbolBytes * WindowFor(words); }

  // Calls visit(word, begin, end) for each occurrence, in the order of the ends; of those that end
  // at the same place, the longest comes first. `begin` and `end` are places in the text, in bytes.
  // A word does not go on across the end of a line.
  template <typename Visit>
  void ForEach(std::string_view text, const Visit& visit);

 private:
  static constexpr size_t kSymbolBytes = 40;

  // The automaton runs over so many symbols at a time.
  static size_t WindowFor(const SearchedWords& words) {
    return std::max(size_t{8192}, 4 * words.longest());
  }

  size_t KeepCodes(const SymbolBatch& batch);

  const SearchedWords& words_;
  const Matcher& matcher_;
  RunDecoder decoder_;
  std::vector<uint32_t> codes_;
  std::vector<uint32_t> places_;  // of the codes, in the batch
  std::vector<Automaton::State> states_;
};

template <typename Visit>
void WordSearch::ForEach(std::string_view text, const Visit& visit) {
  size_t done = 0;  // where the next words end that were not visited yet
  decoder_.Decode<true>({.bytes = text, .origin = {}}, [&](const SymbolBatch& batch) -> size_t {
    if (!batch.last && batch.size < WindowFor(words_)) return 0;
    const size_t kept = KeepCodes(batch);
    matcher_.automaton().Run({codes_.data(), kept}, states_.data());
    for (size_t i = 0; i < kept; ++i) {
      uint32_t word = matcher_.Longest(states_[i]);
      if (word == Trie::kNone) continue;
      const size_t last = places_[i];
      if (batch.starts[last + 1] <= done) continue;
      for (; word != Trie::kNone; word = matcher_.Shorter(word)) {
        visit(word, size_t{batch.starts[last + 1 - matcher_.Length(word)]},
              size_t{batch.starts[last + 1]});
      }
    }
    done = batch.starts[batch.size];
    // A word may begin in this window and end in the next one.
    return batch.last ? batch.size : batch.size - (words_.longest() - 1);
  });
}

// Sets codes_ and places_ to the symbols that are in words, and to one other symbol after each
// stretch of them, which ends what the automaton has found so far. If there are few words, most of
// a text is left out. Returns how many are kept.
inline size_t WordSearch::KeepCodes(const SymbolBatch& batch) {
  const uint32_t* const code_of = words_.table().codes().data();
  codes_.resize(batch.size);
  places_.resize(batch.size);
  states_.resize(batch.size);
  size_t kept = 0;
  uint32_t before = 0;
  for (size_t i = 0; i < batch.size; ++i) {
    const uint32_t code = code_of[batch.ids[i]];
    codes_[kept] = code;
    places_[kept] = static_cast<uint32_t>(i);
    kept += (code | before) != 0 ? 1 : 0;
    before = code;
  }
  return kept;
}

}  // namespace ciku

#endif  // CIKU_ENGINE_VIEW_WORD_SEARCH_H_
