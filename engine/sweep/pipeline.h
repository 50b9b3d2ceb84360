// Stages of work that items go through on all threads.
//
// oneTBB's parallel_pipeline does the work, for numbers alone, so that it is compiled once and not
// for each kind of item.
#ifndef CIKU_ENGINE_SWEEP_PIPELINE_H_
#define CIKU_ENGINE_SWEEP_PIPELINE_H_

#include <cstddef>
#include <functional>
#include <vector>

namespace ciku {

enum class StageOrder {
  kParallel,  // works on several items at a time, in any order
  kInOrder,   // works on one item at a time, in the order in which they began
};

struct Stage {
  StageOrder order;
  std::function<void(size_t place)> work;
};

// Sends items through the stages, on `threads` threads, until begin() returns false. Each item has
// one of `places` places, a number below that, until it has left the last stage; so no more items
// than that are under way at a time, and no more than two for each thread within limits (budget.h).
// begin(place) makes the next item, for one item at a time. If `begin` or a stage throws, the
// pipeline ends and passes the exception on. Throws Interrupted (stopping.h) before the next item.
void RunPipeline(size_t threads, size_t places, const std::function<bool(size_t place)>& begin,
                 const std::vector<Stage>& stages);

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_PIPELINE_H_
