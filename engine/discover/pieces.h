// Sweep 2 and what follows: the same for every method.
#ifndef CIKU_ENGINE_DISCOVER_PIECES_H_
#define CIKU_ENGINE_DISCOVER_PIECES_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "engine/discover/joints.h"
#include "engine/discover/memory_plan.h"
#include "engine/discover/piece_counters.h"
#include "engine/lexicon/dictionary.h"
#include "engine/lexicon/word_filter.h"
#include "engine/lexicon/word_ranking.h"
#include "engine/lexicon/word_table.h"
#include "engine/sweep/checkpoints.h"
#include "engine/text/symbols.h"
#include "io/corpus.h"

namespace ciku {

// What sweep 2 found.
struct PieceCounts {
  std::unique_ptr<PieceCounters> counters;
  uint64_t pieces = 0;           // all occurrences of pieces
  uint64_t overlong_pieces = 0;  // those over kMaxWordLength
};

// Sweep 2: cuts runs at weak joints and counts the pieces. Throws as BlockReader and
// ExternalCounter do.
PieceCounts CountPieces(const Corpus& corpus, const Symbols& symbols, const Joints& joints,
                        const MemoryPlan& plan, const Storage& storage, SweepMeter* meter);

// Which pieces are words.
struct WordRule {
  uint64_t min_count = 1;
  // Whether words are dropped that others explain as well.
  bool drop_redundant = false;
};

// Is called with a word in UTF-8 and its count, for each word once, on any number of threads.
using WordVisit = std::function<void(std::string_view, uint64_t)>;

// Merges the pieces' counts, which it uses up, and visits the words, in no order: pieces that the
// joints let pass, and that occur `min_count` times, those times included that an earlier run has
// found them, which are `added`.
void ForEachWord(PieceCounts* pieces, const Symbols& symbols, const Joints& joints,
                 uint64_t min_count, const Dictionary& added, const WordVisit& visit);

// The same, putting the words that the filter wants in the lexicon's order.
WordRanking RankWords(PieceCounts* pieces, const Symbols& symbols, const Joints& joints,
                      uint64_t min_count, const WordFilter& filter, const CounterConfig& config);

// Moves the words into memory, in order. Throws as WordTable::Add.
WordTable HoldWords(WordRanking* ranking, const Symbols& symbols, const MemoryPlan& plan);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PIECES_H_
