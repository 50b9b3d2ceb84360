// Dividing a budget: memory into shares, or refusing it; work onto threads.
#ifndef CIKU_ENGINE_SWEEP_BUDGET_H_
#define CIKU_ENGINE_SWEEP_BUDGET_H_

#include <cstddef>
#include <functional>
#include <utility>

namespace ciku {

constexpr size_t kKiB = size_t{1} << 10;
constexpr size_t kMiB = size_t{1} << 20;

// Throws the UsageError that refuses a budget of `memory` bytes for `purpose`, such as "this input"
// is, where `least` MiB would do.
[[noreturn]] void ThrowTooLittle(size_t memory, const char* purpose, size_t threads, size_t least);

// What try_plan(memory), a std::optional, makes of a budget in bytes. Where it makes nothing of it,
// throws as above, naming the next whole number of MiB that it makes something of, if any.
//
// All budgets between are tried. To bisect would be quicker, but plans are made of rounded shares,
// such as a larger square of counters from a certain budget on, and so what has room in a
// budget may have none in a larger one. try_plan should take constant time, below a microsecond:
// then the search does in a second for a terabyte.
template <typename TryPlan>
auto PlanWithin(size_t memory, const char* purpose, size_t threads, const TryPlan& try_plan) {
  if (auto plan = try_plan(memory)) return *std::move(plan);
  size_t least = memory / kMiB + 1;
  while (!try_plan(least * kMiB)) ++least;
  ThrowTooLittle(memory, purpose, threads, least);
}

// Calls work() where oneTBB's algorithms run on `threads` threads, the calling one included, be
// they more than there are processors.
void OnThreads(size_t threads, const std::function<void()>& work);

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_BUDGET_H_
