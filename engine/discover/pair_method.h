// The methods that cut text between neighbours that are not a strong pair. They differ in what
// makes a pair strong.
#ifndef CIKU_ENGINE_DISCOVER_PAIR_METHOD_H_
#define CIKU_ENGINE_DISCOVER_PAIR_METHOD_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "engine/discover/memory_plan.h"
#include "engine/discover/method.h"
#include "engine/text/symbols.h"

namespace ciku {

inline constexpr MethodTerms kPairTerms = {.count_pass = "count pairs",
                                           .weigh_pass = "weigh pairs",
                                           .distinct = "distinct_pairs",
                                           .strong = "strong_pairs",
                                           .plural = "pairs",
                                           .holds_together = "strong"};

// The numbers of occurrences of all symbols and of all pairs.
struct PairTotals {
  uint64_t symbols = 0;
  uint64_t pairs = 0;
};

struct PairCriterion {
  // Returns true if a pair that occurs n(ab) times is strong; its symbols occur n(a) and n(b)
  // times. Several threads may call it at once.
  std::function<bool(uint64_t ab, uint64_t a, uint64_t b, const PairTotals& all)> is_strong;
  // Returns a count that all strong pairs have at least.
  std::function<uint64_t(const PairTotals& all)> least_count;
  // For messages: the option that says so, and makes fewer pairs strong if it is raised.
  const char* threshold = "";
};

// Makes the method. `symbols` and `plan` must outlive it.
std::unique_ptr<Method> MakePairMethod(const Symbols& symbols, const MemoryPlan& plan,
                                       PairCriterion criterion);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_PAIR_METHOD_H_
