#include "engine/templates/count_words.h"

#include <algorithm>
#include <cmath>

#include "engine/templates/sweep_runs.h"

namespace ciku {
namespace {

// Least counts are rounded down by more than a sum or a product of doubles may be off.
constexpr double kBelow = 1 - 1e-9;

uint64_t LeastAbove(double bound) {
  return std::max<uint64_t>(1, static_cast<uint64_t>(std::floor(std::min(bound, 1e18) * kBelow)));
}

// How many pairs of tokens of a run are up to `window` apart.
uint64_t SkipGramsOf(uint64_t tokens, uint64_t window) {
  const uint64_t distances = std::min(window, tokens - 1);
  return distances * tokens - distances * (distances + 1) / 2;
}

}  // namespace

CountedWords CountWords(const Corpus& corpus, const TokenRuns& runs, size_t window,
                        const SweepConfig& sweep, const CounterConfig& config, bool strict,
                        SweepMeter* meter) {
  CountedWords counted;
  counted.counter = std::make_unique<ExternalCounter<StringMap>>(config);
  struct Local {
    StringMap* map;
    RunTotals totals;
  };
  tbb::enumerable_thread_specific<Local> locals([&] {
    return Local{&counted.counter->local(), {}};
  });
  SweepRuns(corpus, runs, sweep, strict, meter, [&](const TokenRuns::Tokens& tokens) {
    Local& local = locals.local();
    ++local.totals.runs;
    local.totals.tokens += tokens.size();
    local.totals.skip_grams += SkipGramsOf(tokens.size(), window);
    for (const std::string_view token : tokens) counted.counter->Add(local.map, 1, token);
  });
  for (const Local& local : locals) {
    counted.totals.runs += local.totals.runs;
    counted.totals.tokens += local.totals.tokens;
    counted.totals.skip_grams += local.totals.skip_grams;
  }
  return counted;
}

LeastWords LeastWordsOf(const RunTotals& totals, const TemplateOptions& options) {
  const double of_runs = options.min_proba * static_cast<double>(totals.runs);
  if (totals.skip_grams == 0) return {LeastAbove(of_runs), LeastAbove(of_runs)};
  const double of_links = options.min_proba * static_cast<double>(totals.skip_grams) /
                          static_cast<double>(options.window);
  return {LeastAbove(std::min(of_runs, of_links)), LeastAbove(of_links)};
}

}  // namespace ciku
