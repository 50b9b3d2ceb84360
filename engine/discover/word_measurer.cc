#include "engine/discover/word_measurer.h"

#include <algorithm>

namespace ciku {

void WordMeasurer::Measure(const Text& text) {
  if (!text.continues) documents_->BeginRecord(text.part_of);
  record_ends_.Begin(text);
  bool joined = text.joined_to_previous;
  decoder_.Decode<true>(text, [&](const SymbolBatch& batch) -> size_t {
    const size_t window = std::max(lexicon_.window, kTimesCommon * lexicon_.common());
    if (!batch.last && batch.size < window) return 0;
    const bool goes_on = !batch.last || text.joined_to_next;
    const Window at = WindowOf(batch, joined, goes_on);
    codes_.resize(batch.size);
    states_.resize(batch.size);
    const uint32_t* const code_of = lexicon_.words.codes().data();
    for (size_t i = 0; i < batch.size; ++i) codes_[i] = code_of[batch.ids[i]];
    CountForward(text, at);
    CountBackward(at);
    if (lexicon_.has_symbols) {
      pairs_->AddNeighbours(batch.ids + at.ends_from, batch.size - at.ends_from);
    }
    joined = true;
    return goes_on ? batch.size - lexicon_.common() : batch.size;
  });
}

// If the longest word has L symbols, a window has L + 1 symbols in common with the window before.
// Words that end at the last of these symbols are counted in this window, words that end earlier in
// the window before; so the neighbours on both sides are visible. Words that begin at the first of
// these symbols are counted in the window before, words that begin later in this window; so the
// whole word is visible.
WordMeasurer::Window WordMeasurer::WindowOf(const SymbolBatch& batch, bool joined_to_previous,
                                            bool joined_to_next) const {
  const size_t longest = lexicon_.words.longest();
  return {.batch = batch,
          .ends_from = joined_to_previous ? longest : 0,
          .ends_until = joined_to_next ? batch.size - 1 : batch.size,
          .begins_from = joined_to_previous ? size_t{1} : 0,
          .begins_until = joined_to_next ? batch.size - longest : batch.size};
}

void WordMeasurer::CountForward(const Text& text, const Window& window) {
  lexicon_.forward.automaton().Run(codes_, states_.data());
  for (size_t i = window.ends_from; i < window.ends_until; ++i) forward_->Add(states_[i]);
  size_t symbols = window.ends_until - window.ends_from;
  for (size_t i = window.ends_from; i < window.ends_until; ++i) {
    if (window.batch.ids[i] == kSeparator) {
      --symbols;
      if (record_ends_.EndsAt(text, window.batch.starts[i])) documents_->BeginRecord(text.part_of);
    }
    documents_->Add(lexicon_.word_of_code[codes_[i]]);
    CountWords(window, i, lexicon_.forward.Longest(states_[i]));
  }
  counters_->n1 += symbols;
}

void WordMeasurer::CountBackward(const Window& window) {
  std::reverse(codes_.begin(), codes_.end());
  lexicon_.backward.Run(codes_, states_.data());
  const size_t size = window.batch.size;
  for (size_t i = window.begins_from; i < window.begins_until; ++i) {
    backward_->Add(states_[size - 1 - i]);
  }
}

// Counts the words of two symbols or more that end at the symbol `end`; `word` is the longest.
void WordMeasurer::CountWords(const Window& window, size_t end, uint32_t word) {
  for (; word != Trie::kNone; word = lexicon_.forward.Shorter(word)) {
    documents_->Add(word);
    // A run begins at the beginning of a text, and a separator ends the text.
    const size_t length = lexicon_.forward.Length(word);
    const SymbolId left = end < length ? kSeparator : window.batch.ids[end - length];
    counters_->neighbours.Add(neighbours_, word, left, window.batch.ids[end + 1]);
  }
}

}  // namespace ciku
