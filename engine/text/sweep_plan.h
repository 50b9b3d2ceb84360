// How a sweep reads its corpus within a memory budget.
#ifndef CIKU_ENGINE_TEXT_SWEEP_PLAN_H_
#define CIKU_ENGINE_TEXT_SWEEP_PLAN_H_

#include <cstddef>
#include <optional>

#include "engine/text/sweep.h"
#include "io/corpus.h"

namespace ciku {

struct SweepPlan {
  // Whose normalizer, and what the reader holds undivided, are for the owner to say.
  SweepConfig config;
  // What the budget has besides the list of files and the tables, in bytes.
  size_t memory = 0;
  // What of that open files and blocks take at most.
  size_t reading = 0;

  // For a sweep on so many threads with a budget of `budget` bytes. `tables` bytes of it are taken
  // by what was read before, and `block_scratch` by each block besides its bytes. Nothing where the
  // tables and the list of files are more than half of it. O(1).
  static std::optional<SweepPlan> TryMake(size_t budget, size_t threads, const Corpus& corpus,
                                          size_t tables, size_t block_scratch);
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_SWEEP_PLAN_H_
