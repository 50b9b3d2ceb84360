#include "engine/templates/count_words.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/sweep/counting_pass.h"
#include "engine/templates/encoded_block.h"
#include "engine/text/invalid_utf8.h"

namespace ciku {
namespace {

// Least counts are rounded down by more than the rounding errors of a few doubles add up to.
constexpr double kBelow = 1 - 1e-9;

uint64_t LeastAbove(double bound) {
  return std::max<uint64_t>(1, static_cast<uint64_t>(std::floor(std::min(bound, 1e18) * kBelow)));
}

// How many pairs of tokens of a run are up to `window` apart.
uint64_t SkipGramsOf(uint64_t tokens, uint64_t window) {
  const uint64_t distances = std::min(window, tokens - 1);
  return distances * tokens - distances * (distances + 1) / 2;
}

RunTotals TotalsIn(const Json& saved) {
  return {CountIn(saved, "runs"), CountIn(saved, "tokens"), CountIn(saved, "skip_grams")};
}

// The sweep itself (engine/sweep/counting_pass.h says what a pass has).
class RunCountingSweep {
 public:
  // All arguments must outlive the sweep.
  RunCountingSweep(const TokenRuns& runs, size_t window, const CounterConfig& config, bool strict)
      : runs_(runs), window_(window), config_(config), strict_(strict), writer_(config.spills) {}

  struct Local {
    RunCountingSweep* sweep;
    StringMap* map;
    RunStreamWriter::Part* part;
    TokenRuns::Scratch scratch = {};
    EncodedBlockWriter block = {};
    RunTotals totals = {};
    uint64_t invalid_bytes = 0;

    void Consume(const Text& text) {
      invalid_bytes += CountInvalid(text, sweep->strict_);
      sweep->runs_.ForEach(text, &scratch, [&](const TokenRuns::Tokens& run) { Add(run); });
    }

    void Add(const TokenRuns::Tokens& run) {
      ++totals.runs;
      totals.tokens += run.size();
      totals.skip_grams += SkipGramsOf(run.size(), sweep->window_);
      block.Add(run);
      if (block.IsFull()) EndBlock();
    }

    void EndBlock() {
      if (block.IsEmpty()) return;
      block.ForEachWord([&](std::string_view word, uint32_t count) {
        sweep->counted_.counter->Add(map, count, word);
      });
      block.End(part->block());
      part->EndBlock();
    }

    void EndPart() {
      EndBlock();
      const RunTotals found = std::exchange(totals, {});
      sweep->counted_.totals.runs += found.runs;
      sweep->counted_.totals.tokens += found.tokens;
      sweep->counted_.totals.skip_grams += found.skip_grams;
    }

    uint64_t TakeInvalidBytes() { return std::exchange(invalid_bytes, 0); }
  };

  bool Begin(const WorkFolder* folder, const std::vector<Json>& recorded) {
    counted_.counter = std::make_unique<ExternalCounter<StringMap>>(config_);
    if (recorded.empty()) return true;
    const Json& results = recorded.front();  // templates are not sought in parts of a corpus
    counted_.totals = TotalsIn(results);
    counted_.counter->Restore(*folder, results.at("counter"));
    writer_.Restore(*folder, results.value("blocks", Json()));
    return true;
  }

  Local NewLocal() { return {this, &counted_.counter->local(), &writer_.local()}; }

  Json Save(WorkFolder* folder) {
    return {{"runs", counted_.totals.runs},
            {"tokens", counted_.totals.tokens},
            {"skip_grams", counted_.totals.skip_grams},
            {"counter", counted_.counter->Save(*folder)},
            {"blocks", writer_.Save(*folder)}};
  }

  CountedWords Finish() {
    counted_.runs = writer_.Finish();
    return std::move(counted_);
  }

 private:
  const TokenRuns& runs_;
  const size_t window_;
  const CounterConfig config_;
  const bool strict_;
  CountedWords counted_;
  RunStreamWriter writer_;
};

}  // namespace

CountedWords CountWords(const Corpus& corpus, const TokenRuns& runs, size_t window,
                        const SweepConfig& sweep, size_t memory, const Storage& storage,
                        bool strict, SweepMeter* meter) {
  RunCountingSweep pass(runs, window, {memory, sweep.threads, storage.spills()}, strict);
  RunCountingPass(kCountWords, corpus, sweep, runs, storage, meter, &pass);
  return pass.Finish();
}

LeastWords LeastWordsOf(const RunTotals& totals, const TemplateOptions& options) {
  const double of_runs = options.min_proba * static_cast<double>(totals.runs);
  if (totals.skip_grams == 0) return {LeastAbove(of_runs), LeastAbove(of_runs)};
  const double of_links = options.min_proba * static_cast<double>(totals.skip_grams) /
                          static_cast<double>(options.window);
  return {LeastAbove(std::min(of_runs, of_links)), LeastAbove(of_links)};
}

}  // namespace ciku
