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
#include "engine/sweep/records.h"
#include "engine/text/run_decoder.h"
#include "io/text.h"

namespace ciku {

// The data that all threads share.
struct MeasuredLexicon {
  const Symbols& symbols;
  const WordTable& words;
  const Matcher& forward;     // of words of two symbols or more
  const Automaton& backward;  // of the words read backwards
  // By code: the number of the word that consists of this symbol alone, or the number of words if
  // there is none.
  std::vector<uint32_t> word_of_code;
  bool has_symbols = false;  // whether there is any such word
  // A window with fewer symbols than this waits for more. Each automaton then runs long enough to
  // keep its memory in the cache.
  size_t window = 0;

  // The number of symbols that two successive windows have in common. A word that ends at the last
  // of them or begins at the first may have as many symbols as the longest word; its neighbour is
  // one more.
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

  // Counts all occurrences in a text. Throws as the counters' Add.
  void Measure(const Text& text);

  // Returns the number of bytes since the last call that are not valid UTF-8.
  uint64_t TakeInvalidBytes() { return decoder_.TakeInvalidBytes(); }

  // The most bytes that the buffers of a thread take because words have up to `longest` symbols.
  static size_t Memory(size_t longest) { return kSymbolBytes * kTimesCommon * (longest + 1); }

  // Returns the number of symbols in a window that may take `memory` bytes.
  static size_t WindowFor(size_t memory) {
    return std::clamp(memory / kSymbolBytes, size_t{8192}, size_t{1} << 17);
  }

 private:
  // A window of a text. Some of the symbols that it has in common with the windows before and after
  // are counted there: an occurrence of a symbol or word is counted in the window that counts its
  // last symbol.
  struct Window {
    const SymbolBatch& batch;
    // A word is counted here if it ends, or begins, in these ranges of symbols.
    size_t ends_from;
    size_t ends_until;
    size_t begins_from;
    size_t begins_until;
  };

  // The bytes that a symbol takes in the buffers, including room to grow.
  static constexpr size_t kSymbolBytes = 32;
  // Keeps the number of symbols that come twice small.
  static constexpr size_t kTimesCommon = 4;

  Window WindowOf(const SymbolBatch& batch, bool joined_to_previous, bool joined_to_next) const;
  void CountForward(const Text& text, const Window& window);
  void CountBackward(const Window& window);
  void CountWords(const Window& window, size_t end, uint32_t word);

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
  RecordEnds record_ends_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_WORD_MEASURER_H_
