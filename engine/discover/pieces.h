// Sweep 2 and what follows: the same for every method.
#ifndef CIKU_ENGINE_DISCOVER_PIECES_H_
#define CIKU_ENGINE_DISCOVER_PIECES_H_

#include <cstdint>
#include <memory>

#include "engine/discover/joints.h"
#include "engine/discover/memory_plan.h"
#include "engine/discover/piece_counters.h"
#include "engine/lexicon/word_filter.h"
#include "engine/lexicon/word_ranking.h"
#include "engine/lexicon/word_table.h"
#include "engine/text/checkpoints.h"
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

// Merges the pieces' counts, which it uses up, and puts the words in the lexicon's order: pieces
// that occur `min_count` times, that the joints let pass and the filter wants.
WordRanking RankWords(PieceCounts* pieces, const Symbols& symbols, const Joints& joints,
                      uint64_t min_count, const WordFilter& filter, const MemoryPlan& plan,
                      const Storage& storage);

// Moves the words into memory, in order. Throws as WordTable::Add.
WordTable HoldWords(WordRanking* ranking, const Symbols& symbols, const MemoryPlan& plan);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PIECES_H_
