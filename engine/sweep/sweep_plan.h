// How a sweep reads its corpus within a memory budget.
#ifndef CIKU_ENGINE_SWEEP_SWEEP_PLAN_H_
#define CIKU_ENGINE_SWEEP_SWEEP_PLAN_H_

#include <cstddef>
#include <optional>

#include "engine/sweep/sweep.h"
#include "io/corpus.h"

namespace ciku {

struct SweepPlan {
  // Whose normalizer, and what the reader holds undivided, are for the owner to say.
  SweepConfig config;
  // What the budget has besides the list of files and the tables, in bytes; and what of that an
  // open file and all blocks take at most.
  size_t memory = 0;
  size_t file = 0;
  size_t blocks = 0;

  // For a sweep on so many threads with a budget of `budget` bytes. `tables` bytes of it are taken
  // by what was read before, and `block_scratch` by each block besides its bytes. Nothing where the
  // tables and the list of files are more than half of it. O(1).
  static std::optional<SweepPlan> TryMake(size_t budget, size_t threads, const Corpus& corpus,
                                          size_t tables, size_t block_scratch);

  // Reads fewer files side by side, where `besides` bytes have no room else. What is left besides
  // these, or nothing where they have no room at all. O(1).
  std::optional<size_t> LeaveRoom(size_t besides);
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_SWEEP_PLAN_H_
