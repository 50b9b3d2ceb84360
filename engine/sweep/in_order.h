// Parallel work with results that are delivered in order.
#ifndef CIKU_ENGINE_SWEEP_IN_ORDER_H_
#define CIKU_ENGINE_SWEEP_IN_ORDER_H_

#include <oneapi/tbb/parallel_pipeline.h>

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/sweep/budget.h"

namespace ciku {

// Calls work(i) for every i below `count`, on `threads` threads, and deliver(result) for each
// result, one at a time and in order. At most twice as many results as threads exist at a time.
template <typename Work, typename Deliver>
void InOrder(size_t count, size_t threads, const Work& work, const Deliver& deliver) {
  using Result = decltype(work(size_t{0}));
  // No more results wait for their turn than there are tokens. They are kept here because the
  // pipeline would leak its items if something throws.
  std::vector<std::optional<Result>> results(2 * threads);
  size_t next = 0;
  const auto number = [&](tbb::flow_control& control) {
    if (next == count) control.stop();
    return next++;
  };
  const auto compute = [&](size_t i) {
    results[i % results.size()].emplace(work(i));
    return i;
  };
  const auto hand_on = [&](size_t i) {
    std::optional<Result>& result = results[i % results.size()];
    deliver(*result);
    result.reset();
  };
  using tbb::filter_mode;
  OnThreads(threads, [&] {
    tbb::parallel_pipeline(
        results.size(), tbb::make_filter<void, size_t>(filter_mode::serial_in_order, number) &
                            tbb::make_filter<size_t, size_t>(filter_mode::parallel, compute) &
                            tbb::make_filter<size_t, void>(filter_mode::serial_in_order, hand_on));
  });
}

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_IN_ORDER_H_
