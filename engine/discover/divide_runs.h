// Divides the runs of a corpus into words and counts them: the sweeps of the unigram method.
#ifndef CIKU_ENGINE_DISCOVER_DIVIDE_RUNS_H_
#define CIKU_ENGINE_DISCOVER_DIVIDE_RUNS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/discover/unigram_model.h"
#include "engine/sweep/resources.h"
#include "engine/sweep/sweep.h"
#include "engine/text/symbols.h"

namespace ciku {

// What a division has found.
struct Division {
  std::vector<uint64_t> counts;  // how often each word is a token
  uint64_t tokens = 0;           // all of these
};

// Divides every run by the model of `words`. The sweep's name is unique within its run. Throws as
// BlockReader does and, if `strict`, InputError at invalid UTF-8.
Division DivideRuns(const std::string& name, const Corpus& corpus, const Symbols& symbols,
                    const UnigramWords& words, const SweepConfig& sweep, const Storage& storage,
                    bool strict, SweepMeter* meter);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_DIVIDE_RUNS_H_
