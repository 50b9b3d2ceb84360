// Sweep 2 of templates: runs of words become runs of numbers.
#ifndef CIKU_ENGINE_TEMPLATES_NUMBER_WORDS_H_
#define CIKU_ENGINE_TEMPLATES_NUMBER_WORDS_H_

#include "engine/templates/pair_reach.h"
#include "engine/templates/pair_sieve.h"
#include "engine/templates/run_stream.h"
#include "engine/templates/token_runs.h"
#include "engine/templates/vocabulary.h"
#include "engine/text/sweep.h"

namespace ciku {

// Writes down the words of all runs (run_record.h), and sieves their pairs. Throws as SweepRuns and
// RunStreamWriter do.
RunStream NumberWords(const Corpus& corpus, const TokenRuns& runs, const Vocabulary& vocabulary,
                      const PairReach& reach, const SweepConfig& sweep, SpillFolder* spills,
                      PairSieve* sieve, SweepMeter* meter);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_NUMBER_WORDS_H_
