// Resource budgets: memory is divided into shares, or refused if it is too little; work is spread
// over threads, as many as there may be open files for.
#ifndef CIKU_ENGINE_SWEEP_BUDGET_H_
#define CIKU_ENGINE_SWEEP_BUDGET_H_

#include <cstddef>
#include <functional>
#include <utility>

namespace ciku {

constexpr size_t kKiB = size_t{1} << 10;
constexpr size_t kMiB = size_t{1} << 20;

// Throws the UsageError that says that `memory` bytes are too little for `purpose` (such as "this
// input") and that `least` MiB would do.
[[noreturn]] void ThrowTooLittle(size_t memory, const char* purpose, size_t threads, size_t least);

// Returns the plan that try_plan(memory) makes for a budget of `memory` bytes. If try_plan returns
// nothing, throws the error of ThrowTooLittle, which names the next larger number of MiB for which
// try_plan makes a plan. There must be such a number, or the search does not end.
//
// The search tries every budget in between. Bisection would be quicker, but plans consist of
// rounded shares (for example, a larger square of counters from a certain budget on), so what fits
// one budget may not fit a larger one. try_plan should take constant time, below a microsecond; the
// search then takes a second for a terabyte.
template <typename TryPlan>
auto PlanWithin(size_t memory, const char* purpose, size_t threads, const TryPlan& try_plan) {
  if (auto plan = try_plan(memory)) return *std::move(plan);
  size_t least = memory / kMiB + 1;
  while (!try_plan(least * kMiB)) ++least;
  ThrowTooLittle(memory, purpose, threads, least);
}

// Returns how many of `threads` threads can work at the same time without opening more files than
// the process may: each of them may have several inputs and temporary files open.
size_t ThreadsWithinLimits(size_t threads);

// Calls work(); oneTBB's algorithms in it run on `threads` threads, including the calling one, but
// on no more than are within limits. There may be more threads than processors.
void OnThreads(size_t threads, const std::function<void()>& work);

// Calls body(i) for every i below `count`, like OnThreads and in no order. For bodies that
// take a microsecond or more. Throws what a body throws, and Interrupted (stopping.h). Not a
// template, so that oneTBB's is compiled once and not for each use.
void ParallelFor(size_t threads, size_t count, const std::function<void(size_t)>& body);

// The same for bodies that are shorter: calls body(begin, end) for ranges that make up [0, count).
void ParallelForRanges(size_t threads, size_t count,
                       const std::function<void(size_t begin, size_t end)>& body);

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_BUDGET_H_
