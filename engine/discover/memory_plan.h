// How a run divides its memory budget.
#ifndef CIKU_ENGINE_DISCOVER_MEMORY_PLAN_H_
#define CIKU_ENGINE_DISCOVER_MEMORY_PLAN_H_

#include <cstddef>

#include "engine/discover/piece_counters.h"
#include "engine/sweep/resources.h"
#include "engine/sweep/sweep.h"
#include "engine/text/symbols.h"
#include "io/corpus.h"

namespace ciku {

// The shares of the budget. Every structure that grows with the input has one.
struct MemoryPlan {
  SweepConfig sweep;
  // Of the square of counters of each thread, in symbols.
  SymbolId dense_size = 0;
  // The counter of pairs, in sweep 1.
  size_t pairs = 0;
  // Strong pairs, while they are collected and looked up.
  size_t strong = 0;
  // Counters of pieces, in sweep 2.
  PieceCounters::Shares pieces;
  // Words on their way into the lexicon's order.
  size_t ranking = 0;
  // The words themselves, where they are measured or sorted otherwise, and what that takes: the
  // words on their way are a part of it.
  size_t statistics = 0;

  // Divides resources.memory, of which `tables` bytes are taken by counts files and lexicons; the
  // sweep folds text as the symbols want it. Throws UsageError, naming the least that would do,
  // where it is too little for this corpus and alphabet.
  static MemoryPlan Make(const Resources& resources, const Corpus& corpus, const Symbols& symbols,
                         size_t tables = 0);
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_MEMORY_PLAN_H_
