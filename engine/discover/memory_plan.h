// The division of a run's memory budget.
#ifndef CIKU_ENGINE_DISCOVER_MEMORY_PLAN_H_
#define CIKU_ENGINE_DISCOVER_MEMORY_PLAN_H_

#include <cstddef>
#include <functional>
#include <string>

#include "engine/discover/piece_counters.h"
#include "engine/sweep/resources.h"
#include "engine/sweep/sweep.h"
#include "engine/text/symbols.h"
#include "io/input/corpus.h"

namespace ciku {

// The shares of the budget. Every structure that grows with the input has one.
struct MemoryPlan {
  SweepConfig sweep;
  // The size of each thread's square of counters, in symbols.
  SymbolId dense_size = 0;
  // The counter of pairs, in sweep 1.
  size_t pairs = 0;
  // Strong pairs, both while they are collected and while they are looked up.
  size_t strong = 0;
  // Counters of pieces, in sweep 2.
  PieceCounters::Shares pieces;
  // Sorting words into the order of the lexicon.
  size_t ranking = 0;
  // The words themselves, and all that it takes to measure them or to sort them in another order.
  // The share for ranking is a part of this.
  size_t statistics = 0;

  // Divides resources.memory; counts files and lexicons already take `tables` bytes of it. The
  // sweep folds text as `symbols` requires. Throws UsageError, which names the least that would do,
  // if the memory is too little for this corpus and alphabet.
  static MemoryPlan Make(const Resources& resources, const Corpus& corpus, const Symbols& symbols,
                         size_t tables = 0);

  // Throws the UsageError that says that the memory is too little for `purpose` (such as "12
  // seeds") and names the least that would do: with whose plan `fits` returns true. Makes plans as
  // Make does.
  [[noreturn]] static void Refuse(const Resources& resources, const Corpus& corpus,
                                  const Symbols& symbols, size_t tables, const std::string& purpose,
                                  const std::function<bool(const MemoryPlan&)>& fits);
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_MEMORY_PLAN_H_
