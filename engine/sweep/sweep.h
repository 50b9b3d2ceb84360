// A sweep: one pass over the corpus, on all threads.
#ifndef CIKU_ENGINE_SWEEP_SWEEP_H_
#define CIKU_ENGINE_SWEEP_SWEEP_H_

#include <cstddef>
#include <functional>

#include "engine/sweep/checkpoints.h"
#include "engine/text/normalizer.h"
#include "io/input/block_reader.h"
#include "io/input/split_rule.h"

namespace ciku {

struct SweepConfig {
  ReaderConfig reader;
  size_t threads = 1;
  // Folds texts before they are consumed; null if texts are consumed as they are.
  const Normalizer* normalizer = nullptr;
  // Sets the positions of texts. One file is then read at a time.
  bool tell_positions = false;

  // The number of blocks in the pipeline: for each thread, one that it works on and one that waits
  // to be stitched.
  size_t blocks_at_once() const { return 2 * threads; }
};

// Reads the corpus block by block and calls consume(text) for every text, in parallel. Exceptions
// of consume or of reading end the sweep and are passed on. The sweep begins where an earlier run
// has stopped. Between parts, save() returns the results so far, to be recorded.
void Sweep(const Corpus& corpus, const SweepConfig& config, const SplitRule& rule,
           Checkpoints* checkpoints, const std::function<void(const Text&)>& consume,
           const std::function<Json()>& save);

// The same for a sweep that is not recorded.
void Sweep(const Corpus& corpus, const SweepConfig& config, const SplitRule& rule,
           SweepMeter* meter, const std::function<void(const Text&)>& consume);

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_SWEEP_H_
