// How a sweep reads its corpus within a memory budget.
#ifndef CIKU_ENGINE_SWEEP_SWEEP_PLAN_H_
#define CIKU_ENGINE_SWEEP_SWEEP_PLAN_H_

#include <cstddef>
#include <optional>

#include "engine/sweep/sweep.h"
#include "io/input/corpus.h"

namespace ciku {

// Returns how many compressed files, or members of them, may be unpacked at the same time: one for
// each thread, as long as a quarter of the memory suffices for their streams; one at least.
size_t StreamsAtOnce(const Corpus& corpus, size_t memory, size_t threads);

struct SweepPlan {
  // The caller has to set config.normalizer and config.reader.max_undivided.
  SweepConfig config;
  // How many bytes of the budget the list of files and the tables leave; and how many bytes of
  // these an open file takes at most, and all blocks together.
  size_t memory = 0;
  size_t file = 0;
  size_t blocks = 0;

  // Makes a plan for a sweep on `threads` threads with a budget of `budget` bytes. Data that was
  // read before takes `tables` bytes of the budget. Each block takes `block_scratch` bytes in
  // addition to its text. Returns nothing if the tables and the list of files take more than half
  // of the budget. O(1).
  static std::optional<SweepPlan> TryMake(size_t budget, size_t threads, const Corpus& corpus,
                                          size_t tables, size_t block_scratch);

  // Makes room for `besides` more bytes, if necessary by reading fewer files at the same time.
  // Returns the number of bytes that are then left, or nothing if there is no room even with one
  // file. O(1).
  std::optional<size_t> LeaveRoom(size_t besides);
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_SWEEP_PLAN_H_
