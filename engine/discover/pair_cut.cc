#include "engine/discover/pair_cut.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/discover/pair_method.h"

namespace ciku {

double Pmi(uint64_t ab, uint64_t a, uint64_t b, uint64_t pairs, const PairCutOptions& options) {
  const auto real = [](uint64_t count) { return static_cast<double>(count); };
  const double g = options.smoothing;
  const double ratio = (real(pairs) * (real(ab) + g)) / ((real(a) + g) * (real(b) + g));
  return std::log(ratio);
}

bool IsStrong(uint64_t ab, uint64_t a, uint64_t b, uint64_t pairs, const PairCutOptions& options) {
  return ab >= options.min_count && Pmi(ab, a, b, pairs, options) >= options.min_pmi;
}

Json DescribeThresholds(const PairCutOptions& options) {
  return {{"min_count", options.min_count},
          {"min_pmi", options.min_pmi},
          {"smoothing", options.smoothing}};
}

void ReadThresholds(const Json& named, PairCutOptions* options) {
  named.at("--min-count").get_to(options->min_count);
  named.at("--min-pmi").get_to(options->min_pmi);
  named.at("--smoothing").get_to(options->smoothing);
}

WordRule WordRuleOf(const PairCutOptions& options, uint64_t /*pieces*/) {
  return {.min_count = options.min_count};
}

std::unique_ptr<Method> MakeMethodOf(const PairCutOptions& options, const Symbols& symbols,
                                     const MemoryPlan& plan) {
  return MakePairMethod(
      symbols, plan,
      {[options](uint64_t ab, uint64_t a, uint64_t b, const PairTotals& all) {
         return IsStrong(ab, a, b, all.pairs, options);
       },
       [options](const PairTotals& /*all*/) { return options.min_count; }, "--min-count"});
}

}  // namespace ciku
