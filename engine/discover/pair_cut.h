// The pair cut (S3913: Su Jianlin, "基于切分的新词发现", 2016, kexue.fm/archives/3913).
//
// Text is cut wherever two neighbours do not hold together; what remains in one piece often
// enough is a word. The passes, in order:
//
//   CountPairs    sweep 1: occurrences of symbols, and of pairs of neighbours, inside runs
//   Weigh         merges the pairs' counts and keeps the strong pairs
//   CountPieces   sweep 2: cuts runs at weak joints and counts the pieces
//   RankWords     merges the pieces' counts and puts the words in the lexicon's order
//
// Results depend on text and options alone: not on threads, memory, block sizes or compression.
#ifndef CIKU_ENGINE_DISCOVER_PAIR_CUT_H_
#define CIKU_ENGINE_DISCOVER_PAIR_CUT_H_

#include <cstdint>
#include <limits>
#include <memory>

#include "engine/count/pair_counter.h"
#include "engine/discover/memory_plan.h"
#include "engine/discover/piece_counters.h"
#include "engine/discover/strong_pairs.h"
#include "engine/lexicon/word_ranking.h"
#include "engine/text/sweep.h"
#include "engine/text/symbols.h"
#include "io/corpus.h"

namespace ciku {

// Thresholds of the pair cut.
struct PairCutOptions {
  // The least count of a pair that may be strong, and of a word. At least 1.
  uint64_t min_count = 10;
  // A pair is strong when ln(N n(ab) / (n(a) n(b))) is at least this, in nats.
  double min_pmi = 0;
  // Added to n(a), n(b) and n(ab) in that ratio. At least 0.
  double smoothing = 0;
};

// Pieces of more symbols are counted, but are never words: what waits for its end in an endless run
// has to have a bound.
constexpr size_t kMaxWordLength = size_t{1} << 16;

// What sweep 1 found.
struct PairCounts {
  std::unique_ptr<PairCounter> counter;  // null where the pairs were weighed by an earlier run
  PairCounter::Occurrences occurrences;
  uint64_t symbols = 0;  // all occurrences of symbols
  uint64_t pairs = 0;    // N: all occurrences of pairs inside runs
};

// What weighing left.
struct WeighedPairs {
  StrongPairs strong;
  uint64_t distinct = 0;  // pairs that occur at all
  uint64_t spilled_bytes = 0;
};

// What sweep 2 found.
struct PieceCounts {
  std::unique_ptr<PieceCounters> counters;
  uint64_t pieces = 0;           // all occurrences of pieces
  uint64_t overlong_pieces = 0;  // those over kMaxWordLength
};

// All passes keep what does not fit in memory, and what they have found, in `storage`; a pass that
// was recorded there is not done again.

// Throws as BlockReader and ExternalCounter do; a strict count also at invalid UTF-8.
PairCounts CountPairs(const Corpus& corpus, const Symbols& symbols, const MemoryPlan& plan,
                      const Storage& storage, bool strict, SweepMeter* meter);

// Whether a pair is strong, in double precision, in exactly the order of operations that the
// source has: (N * (n(ab) + g)) / ((n(a) + g) * (n(b) + g)).
bool IsStrong(uint64_t ab, uint64_t a, uint64_t b, uint64_t pairs, const PairCutOptions& options);

// Uses up counts->counter. Throws UsageError where the strong pairs need more than plan.strong.
WeighedPairs Weigh(PairCounts* counts, const PairCutOptions& options, const MemoryPlan& plan,
                   const Storage& storage);

PieceCounts CountPieces(const Corpus& corpus, const Symbols& symbols, const StrongPairs& strong,
                        const MemoryPlan& plan, const Storage& storage, SweepMeter* meter);

// Uses up pieces->counters. Words have min_count occurrences or more and a length in
// `lengths`.
WordRanking RankWords(PieceCounts* pieces, const Symbols& symbols, uint64_t min_count,
                      const LengthRange& lengths, const MemoryPlan& plan, const Storage& storage);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PAIR_CUT_H_
