// What a run in parts will take, roughly, before it is begun.
#ifndef CIKU_ENGINE_CLUSTER_EXPECTATION_H_
#define CIKU_ENGINE_CLUSTER_EXPECTATION_H_

#include <cstdint>

#include "engine/discover/mine.h"
#include "io/input/corpus.h"

namespace ciku {

struct RunExpectation {
  uint64_t parts = 1;      // as many as keep a task busy for some minutes
  uint64_t memory = 0;     // that serves each task well, in bytes
  uint64_t task_disk = 0;  // temporary files of one task, in bytes
  uint64_t run_disk = 0;   // the folder of the run, in bytes
};

// Returns what is usual for text like that of the benchmarks (bench/scale.py): bytes on disk are
// upper bounds for these. If `parts` is 0, chooses it.
RunExpectation ExpectedOf(const MineOptions& options, const Corpus& corpus, uint64_t parts);

}  // namespace ciku

#endif  // CIKU_ENGINE_CLUSTER_EXPECTATION_H_
