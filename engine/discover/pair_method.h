// Methods that cut text where a pair of neighbours is not strong: they differ in what that means.
#ifndef CIKU_ENGINE_DISCOVER_PAIR_METHOD_H_
#define CIKU_ENGINE_DISCOVER_PAIR_METHOD_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "engine/discover/memory_plan.h"
#include "engine/discover/method.h"
#include "engine/text/symbols.h"

namespace ciku {

// All occurrences of symbols and of pairs.
struct PairTotals {
  uint64_t symbols = 0;
  uint64_t pairs = 0;
};

struct PairCriterion {
  // Whether a pair that occurs n(ab) times is strong, its symbols occurring n(a) and n(b) times.
  // Called by several threads at a time.
  std::function<bool(uint64_t ab, uint64_t a, uint64_t b, const PairTotals& all)> is_strong;
  // The option that makes fewer pairs strong when it is raised, for messages.
  const char* threshold = "";
};

// The method. `symbols` and `plan` must outlive it.
std::unique_ptr<Method> MakePairMethod(const Symbols& symbols, const MemoryPlan& plan,
                                       PairCriterion criterion);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PAIR_METHOD_H_
