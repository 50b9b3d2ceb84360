// One thread's part of the sweep that measures words.
#ifndef CIKU_ENGINE_DISCOVER_WORD_MEASURER_H_
#define CIKU_ENGINE_DISCOVER_WORD_MEASURER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/discover/word_counters.h"
#include "engine/lexicon/matcher.h"
#include "engine/lexicon/word_table.h"
#include "engine/text/run_decoder.h"
#include "io/block.h"

namespace ciku {

// What all threads share.
struct MeasuredLexicon {
  const Symbols& symbols;
  const WordTable& words;
  const Matcher& forward;     // of words of two symbols or more
  const Automaton& backward;  // of the words read backwards
  // The word of one symbol that is this symbol; a number that is no word's where there is none.
  std::vector<uint32_t> word_of_code;
  bool has_symbols = false;  // whether there is any such word
  // A window of fewer symbols waits for more, so that what one automaton needs of memory stays in
  // the cache for a while, and then what the other needs.
  size_t window = 0;

  // How many symbols successive windows have in common. With the longest word of L symbols, a word
  // that ends at one of the last of them, or begins at one of the first, may reach over all others;
  // its neighbour is one more.
  size_t common() const { return words.longest() + 1; }
};

// Not safe for use by two threads at once.
class WordMeasurer {
 public:
  // All arguments must outlive the measurer.
  WordMeasurer(const MeasuredLexicon& lexicon, WordCounters* counters)
      : lexicon_(lexicon),
        counters_(counters),
        decoder_(lexicon.symbols, false),
        forward_(&counters->forward.local()),
        backward_(&counters->backward.local()),
        documents_(&counters->documents.local()),
        neighbours_(counters->neighbours.local()),
        pairs_(&counters->pairs.local()) {}

  // Counts all that occurs in a text. Throws as the counters' Add.
  void Measure(const Text& text);

  // Bytes since the last call that are not valid UTF-8.
  uint64_t TakeInvalidBytes() { return decoder_.TakeInvalidBytes(); }

  // Bytes at most that the buffers of each thread take because words have up to `longest` symbols.
  static size_t Memory(size_t longest) { return kSymbolBytes * kTimesCommon * (longest + 1); }

  // The symbols of a window that may take so many bytes.
  static size_t WindowFor(size_t memory) {
    return std::clamp(memory / kSymbolBytes, size_t{8192}, size_t{1} << 17);
  }

 private:
  // Some symbols of a text that comes window by window. Of the symbols that it has in common with
  // the window before, and with the next, some count there: occurrences belong to the window that
  // their last symbol is counted in.
  struct Window {
    const SymbolBatch& batch;
    // Where words may end, and where they may begin, to be counted here.
    size_t ends_from;
    size_t ends_until;
    size_t begins_from;
    size_t begins_until;
  };

  // What a symbol takes of the buffers, which grow.
  static constexpr size_t kSymbolBytes = 32;
  // Symbols that come twice are to be few.
  static constexpr size_t kTimesCommon = 4;

  Window WindowOf(const SymbolBatch& batch, bool joined_to_previous, bool joined_to_next) const;
  void CountForward(const Text& text, const Window& window);
  void CountBackward(const Window& window);
  void CountWords(const Window& window, size_t end, uint32_t word);
  void EndRecord(const Text& text, uint32_t position);

  const MeasuredLexicon& lexicon_;
  WordCounters* const counters_;
  RunDecoder decoder_;
  DenseCounter::Local* forward_;
  DenseCounter::Local* backward_;
  DocumentCounter::Local* documents_;
  NeighbourCounter::Local neighbours_;
  PairCounter::Local* pairs_;
  std::vector<uint32_t> codes_;
  std::vector<Automaton::State> states_;
  uint32_t line_end_ = 0;  // the next, of a block's text
  size_t record_end_ = 0;  // the next of text.record_ends
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_WORD_MEASURER_H_
