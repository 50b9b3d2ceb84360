// The counters of the sweep that measures words.
#ifndef CIKU_ENGINE_DISCOVER_WORD_COUNTERS_H_
#define CIKU_ENGINE_DISCOVER_WORD_COUNTERS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "engine/count/dense_counter.h"
#include "engine/count/pair_counter.h"
#include "engine/discover/document_counter.h"
#include "engine/discover/memory_plan.h"
#include "engine/discover/neighbour_counter.h"
#include "engine/lexicon/matcher.h"
#include "engine/lexicon/word_table.h"
#include "engine/text/symbols.h"

namespace ciku {

// Any number of threads may add; all other calls must come from one thread at a time.
struct WordCounters {
  // Shares of memory in bytes.
  struct Shares {
    size_t neighbours = 0;
    size_t pairs = 0;
    size_t documents = 0;
  };

  WordCounters(const Shares& shares, size_t threads, SpillFolder* spills, const WordTable& words,
               size_t forward_states, size_t backward_states, const Symbols& symbols,
               SymbolId dense_size);

  // The memory that does not depend on the shares: visits of states, and records.
  static size_t Memory(size_t words, size_t states, size_t threads) {
    return DenseCounter::Memory(states, threads) + DocumentCounter::Memory(words, threads);
  }

  // Like Save and Restore of ExternalCounter and PairCounter.
  Json Save(WorkFolder* folder);
  void Restore(const WorkFolder& folder, const Json& saved);

  std::atomic<uint64_t> n1 = 0;  // occurrences of symbols
  // Visits of the states of two automata: of the words as they are, and of the words read
  // backwards.
  DenseCounter forward;
  DenseCounter backward;
  DocumentCounter documents;
  NeighbourCounter neighbours;  // of words of two symbols or more
  PairCounter pairs;            // for the neighbours of words of one symbol
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_WORD_COUNTERS_H_
