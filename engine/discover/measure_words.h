// The statistics of words. They take a third sweep, when the words are known.
#ifndef CIKU_ENGINE_DISCOVER_MEASURE_WORDS_H_
#define CIKU_ENGINE_DISCOVER_MEASURE_WORDS_H_

#include <cstdint>
#include <vector>

#include "engine/discover/memory_plan.h"
#include "engine/lexicon/word_table.h"
#include "engine/lexicon/words.h"
#include "engine/sweep/checkpoints.h"
#include "engine/text/symbols.h"
#include "io/input/corpus.h"

namespace ciku {

inline constexpr const char* kMeasureWords = "measure words";

struct MeasuredWords {
  std::vector<WordStatistics> of;  // by word number
  uint64_t spilled_bytes = 0;
};

// Measures the words of a table over all their occurrences in runs, including overlapping ones;
// WordStatistics says what is measured. Goes on with what the work folder has recorded of the sweep
// if that was for the same words. Throws as BlockReader and the counters do, and UsageError if
// words, automata and counters do not fit plan.statistics.
// Adds to what is known of the words already.
void MeasureWords(const Corpus& corpus, const Symbols& symbols, const WordTable& words,
                  const MemoryPlan& plan, const Storage& storage, SweepMeter* meter,
                  MeasuredWords* measured);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_MEASURE_WORDS_H_
