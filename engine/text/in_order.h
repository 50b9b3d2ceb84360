// Parallel work whose results are wanted in order.
#ifndef CIKU_ENGINE_TEXT_IN_ORDER_H_
#define CIKU_ENGINE_TEXT_IN_ORDER_H_

#include <oneapi/tbb/parallel_pipeline.h>

#include <cstddef>
#include <memory>
#include <utility>

#include "engine/text/threads.h"

namespace ciku {

// Calls work(i) for every i below `count`, on `threads` threads, and deliver(result) with what each
// returns, one at a time and in order. At most twice as many results as threads exist at a time.
template <typename Work, typename Deliver>
void InOrder(size_t count, size_t threads, const Work& work, const Deliver& deliver) {
  using Result = decltype(work(size_t{0}));
  using Held = std::shared_ptr<Result>;
  size_t next = 0;
  const auto number = [&](tbb::flow_control& control) {
    if (next == count) control.stop();
    return next++;
  };
  using tbb::filter_mode;
  OnThreads(threads, [&] {
    tbb::parallel_pipeline(
        2 * threads,
        tbb::make_filter<void, size_t>(filter_mode::serial_in_order, number) &
            tbb::make_filter<size_t, Held>(
                filter_mode::parallel,
                [&](size_t i) { return std::make_shared<Result>(work(i)); }) &
            tbb::make_filter<Held, void>(filter_mode::serial_in_order,
                                         [&](const Held& held) { deliver(std::move(*held)); }));
  });
}

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_IN_ORDER_H_
