// A sweep over the runs of tokens of a corpus.
#ifndef CIKU_ENGINE_TEMPLATES_SWEEP_RUNS_H_
#define CIKU_ENGINE_TEMPLATES_SWEEP_RUNS_H_

#include <oneapi/tbb/enumerable_thread_specific.h>

#include "engine/templates/token_runs.h"
#include "engine/text/invalid_utf8.h"
#include "engine/text/sweep.h"

namespace ciku {

// Calls visit(tokens) for every run, in parallel. Throws as BlockReader and `visit` do; InputError
// at invalid UTF-8 where `strict`.
template <typename Visit>
void SweepRuns(const Corpus& corpus, const TokenRuns& runs, const SweepConfig& sweep, bool strict,
               SweepMeter* meter, const Visit& visit) {
  tbb::enumerable_thread_specific<TokenRuns::Scratch> scratches;
  Sweep(corpus, sweep, runs, meter, [&](const Text& text) {
    meter->invalid_bytes += CountInvalid(text, strict);
    runs.ForEach(text, &scratches.local(), visit);
  });
}

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_SWEEP_RUNS_H_
