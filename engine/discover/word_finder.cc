#include "engine/discover/word_finder.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace ciku {
namespace {

double Log(uint64_t count) { return std::log(static_cast<double>(count)); }

}  // namespace

double Pmi(uint64_t ab, uint64_t a, uint64_t b, const PairTotals& all) {
  const double of_pair = Log(ab) - Log(all.pairs);
  const double log_symbols = Log(all.symbols);
  return of_pair - (Log(a) - log_symbols) - (Log(b) - log_symbols);
}

bool IsStrong(uint64_t ab, uint64_t a, uint64_t b, const PairTotals& all,
              const WordFinderOptions& options) {
  const double of_pair = Log(ab) - Log(all.pairs);
  if (!(of_pair > std::log(options.min_proba))) return false;
  return Pmi(ab, a, b, all) > options.min_pmi;
}

uint64_t LeastWordCount(uint64_t total, double min_proba) {
  const double log_total = Log(total);
  const double least = std::log(min_proba);
  // `below` is too small. `enough` is not, or is greater than any count can be.
  uint64_t below = 0;
  uint64_t enough = total + 1;
  while (below + 1 < enough) {
    const uint64_t middle = below + (enough - below) / 2;
    (Log(middle) - log_total > least ? enough : below) = middle;
  }
  return enough;
}

Json DescribeThresholds(const WordFinderOptions& options) {
  return {{"min_proba", options.min_proba}, {"min_pmi", options.min_pmi}};
}

void ReadThresholds(const Json& named, WordFinderOptions* options) {
  named.at("--min-proba").get_to(options->min_proba);
  named.at("--min-pmi").get_to(options->min_pmi);
}

WordRule WordRuleOf(const WordFinderOptions& options, uint64_t pieces) {
  return {.min_count = LeastWordCount(pieces, options.min_proba), .drop_redundant = true};
}

std::unique_ptr<Method> MakeMethodOf(const WordFinderOptions& options, const Symbols& symbols,
                                     const MemoryPlan& plan) {
  return MakePairMethod(
      symbols, plan,
      {[options](uint64_t ab, uint64_t a, uint64_t b, const PairTotals& all) {
         return IsStrong(ab, a, b, all, options);
       },
       [options](const PairTotals& all) { return LeastWordCount(all.pairs, options.min_proba); },
       "--min-proba"});
}

}  // namespace ciku
