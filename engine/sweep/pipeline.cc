#include "engine/sweep/pipeline.h"

#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/parallel_pipeline.h>

#include <algorithm>

#include "engine/sweep/budget.h"
#include "engine/sweep/stopping.h"

namespace ciku {

void RunPipeline(size_t threads, size_t places, const std::function<bool(size_t)>& begin,
                 const std::vector<Stage>& stages) {
  using tbb::filter_mode;
  places = std::min(places, 2 * ThreadsWithinLimits(threads));
  tbb::concurrent_queue<size_t> unused;
  for (size_t place = 0; place < places; ++place) unused.push(place);
  const auto* const stop = StopFlag();
  const auto next = [&](tbb::flow_control& control) {
    const StopScope stopping(stop);
    StopIfAsked();
    size_t place = 0;
    unused.try_pop(place);  // never empty: there are as many places as items under way
    if (!begin(place)) control.stop();
    return place;
  };
  auto pipeline = tbb::make_filter<void, size_t>(filter_mode::serial_in_order, next);
  for (const Stage& stage : stages) {
    const auto mode =
        stage.order == StageOrder::kParallel ? filter_mode::parallel : filter_mode::serial_in_order;
    const auto work = [&stage, stop](size_t place) {
      const StopScope stopping(stop);
      stage.work(place);
      return place;
    };
    pipeline = pipeline & tbb::make_filter<size_t, size_t>(mode, work);
  }
  const auto end = [&](size_t place) { unused.push(place); };
  const auto whole = pipeline & tbb::make_filter<size_t, void>(filter_mode::parallel, end);
  OnThreads(threads, [&] { tbb::parallel_pipeline(places, whole); });
}

}  // namespace ciku
