// Sweep 3 of templates: links runs and counts their paths.
#ifndef CIKU_ENGINE_TEMPLATES_LINK_RUNS_H_
#define CIKU_ENGINE_TEMPLATES_LINK_RUNS_H_

#include <cstddef>
#include <cstdint>

#include "engine/count/big_count.h"
#include "engine/discover/strong_pairs.h"
#include "engine/templates/pair_reach.h"
#include "engine/templates/run_stream.h"

namespace ciku {

struct LinkedRuns {
  RunStream runs;
  uint64_t links = 0;   // between tokens
  BigCount paths;       // of all runs
  BigCount most_paths;  // of one run
};

// Reads the words of runs and writes the runs with their links. Throws as RunStream and its writer
// do.
LinkedRuns LinkRuns(const RunStream& runs, const StrongPairs& pairs, const PairReach& reach,
                    size_t threads, SpillFolder* spills);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_LINK_RUNS_H_
