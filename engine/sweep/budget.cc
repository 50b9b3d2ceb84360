#include "engine/sweep/budget.h"

#include <fmt/core.h>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <string>

#include "engine/sweep/stopping.h"
#include "io/error.h"
#include "io/files/open_files.h"

namespace ciku {

void ThrowTooLittle(size_t memory, const char* purpose, size_t threads, size_t least) {
  const std::string given =
      memory % kMiB == 0 ? fmt::format("{}M", memory / kMiB) : fmt::format("{}K", memory / kKiB);
  throw UsageError(
      fmt::format("--memory {} is too little for {} on {} threads; the least that would do is {}M",
                  given, purpose, threads, least));
}

size_t ThreadsWithinLimits(size_t threads) {
  // The standard descriptors, results, a work folder, and spills of several counters.
  constexpr size_t kForAll = 20;
  // The inputs of two blocks, one that is read, a spill, and two parts of what is being written.
  constexpr size_t kForEach = 6;
  const size_t limit = OpenFileLimit();
  return limit < kForAll + kForEach ? 1 : std::min(threads, (limit - kForAll) / kForEach);
}

void OnThreads(size_t threads, const std::function<void()>& work) {
  threads = ThreadsWithinLimits(threads);
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute(work);
}

void ParallelFor(size_t threads, size_t count, const std::function<void(size_t)>& body) {
  const auto* const stop = StopFlag();
  const auto one = [&](size_t i) {
    const StopScope stopping(stop);
    StopIfAsked();
    body(i);
  };
  OnThreads(threads, [&] { tbb::parallel_for(size_t{0}, count, one); });
}

void ParallelForRanges(size_t threads, size_t count,
                       const std::function<void(size_t begin, size_t end)>& body) {
  const auto* const stop = StopFlag();
  const auto one = [&](const tbb::blocked_range<size_t>& range) {
    const StopScope stopping(stop);
    StopIfAsked();
    body(range.begin(), range.end());
  };
  OnThreads(threads, [&] { tbb::parallel_for(tbb::blocked_range<size_t>(0, count), one); });
}

}  // namespace ciku
