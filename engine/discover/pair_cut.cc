#include "engine/discover/pair_cut.h"

#include <cmath>

#include "engine/discover/pair_method.h"

namespace ciku {

bool IsStrong(uint64_t ab, uint64_t a, uint64_t b, uint64_t pairs, const PairCutOptions& options) {
  if (ab < options.min_count) return false;
  const auto real = [](uint64_t count) { return static_cast<double>(count); };
  const double g = options.smoothing;
  const double ratio = (real(pairs) * (real(ab) + g)) / ((real(a) + g) * (real(b) + g));
  return std::log(ratio) >= options.min_pmi;
}

std::unique_ptr<Method> MakePairCut(const Symbols& symbols, const MemoryPlan& plan,
                                    const PairCutOptions& options) {
  return MakePairMethod(symbols, plan,
                        {[options](uint64_t ab, uint64_t a, uint64_t b, const PairTotals& all) {
                           return IsStrong(ab, a, b, all.pairs, options);
                         },
                         "--min-count"});
}

}  // namespace ciku
