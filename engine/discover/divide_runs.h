// Divides the runs of a corpus into words and counts them: the sweeps of the unigram method.
#ifndef CIKU_ENGINE_DISCOVER_DIVIDE_RUNS_H_
#define CIKU_ENGINE_DISCOVER_DIVIDE_RUNS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/discover/kept_runs.h"
#include "engine/discover/unigram_model.h"
#include "engine/sweep/resources.h"
#include "engine/sweep/sweep.h"
#include "engine/text/symbols.h"

namespace ciku {

// What a division has found.
struct Division {
  std::vector<uint64_t> counts;  // how often each word is a token
  uint64_t tokens = 0;           // all of these
  // In which stretches each word is a token: a bit for each. Empty if stretches are not wanted.
  std::vector<uint64_t> stretches;
};

// All arguments must outlive the sweep.
struct DivisionSweep {
  std::string name;  // unique within its run
  const Corpus& corpus;
  const Symbols& symbols;
  const SweepConfig& config;
  const Storage& storage;
  bool strict = false;
  // If stretches are wanted, the size of the corpus's text (stretches.h).
  uint64_t text_bytes = 0;
};

// Divides every run into the words that make it most probable by the model, which has `words`
// words. Takes DivisionMemory bytes besides the sweep. Throws as BlockReader does and, if the sweep
// is strict, InputError at invalid UTF-8.
Division DivideRuns(const DivisionSweep& sweep, const UnigramModel& model, size_t words,
                    SweepMeter* meter);

// The same for runs that are kept in memory. The words must be among those of the division before.
Division DivideRuns(KeptRuns* runs, const UnigramModel& model, size_t words, size_t threads,
                    bool with_stretches);

// Sets the counts of the words that were divided by to those of the division. Words that are never
// a token have no probability from then on, and go, as do their stretches.
void TakeCounts(Division* division, UnigramWords* words);

// How many bytes a division takes for counts and, if they are wanted, stretches.
size_t DivisionMemory(const UnigramModel& model, size_t threads, bool with_stretches);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_DIVIDE_RUNS_H_
