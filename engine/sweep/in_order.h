// Parallel work with results that are delivered in order.
#ifndef CIKU_ENGINE_SWEEP_IN_ORDER_H_
#define CIKU_ENGINE_SWEEP_IN_ORDER_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/sweep/pipeline.h"

namespace ciku {

// Calls work(i) for every i below `count`, on `threads` threads, and deliver(result) for each
// result, one at a time and in order. At most twice as many results as threads exist at a time.
template <typename Work, typename Deliver>
void InOrder(size_t count, size_t threads, const Work& work, const Deliver& deliver) {
  using Result = decltype(work(size_t{0}));
  std::vector<std::optional<Result>> results(2 * threads);
  std::vector<size_t> numbers(results.size());
  size_t next = 0;
  const auto begin = [&](size_t place) {
    numbers[place] = next;
    return next++ < count;
  };
  const auto compute = [&](size_t place) { results[place].emplace(work(numbers[place])); };
  const auto hand_on = [&](size_t place) {
    deliver(*results[place]);
    results[place].reset();
  };
  RunPipeline(threads, results.size(), begin,
              {{StageOrder::kParallel, compute}, {StageOrder::kInOrder, hand_on}});
}

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_IN_ORDER_H_
