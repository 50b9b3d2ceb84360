#include "engine/templates/count_words.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

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

// One thread's part of the sweep.
struct WordCounter {
  ExternalCounter<StringMap>* counter;
  StringMap* map;
  RunStreamWriter::Part* part;
  TokenRuns::Scratch scratch = {};
  EncodedBlockWriter block = {};
  RunTotals totals = {};

  void Add(const TokenRuns::Tokens& run, size_t window) {
    ++totals.runs;
    totals.tokens += run.size();
    totals.skip_grams += SkipGramsOf(run.size(), window);
    block.Add(run);
    if (block.IsFull()) EndBlock();
  }

  void EndBlock() {
    if (block.IsEmpty()) return;
    block.ForEachWord(
        [&](std::string_view word, uint32_t count) { counter->Add(map, count, word); });
    block.End(part->block());
    part->EndBlock();
  }
};

}  // namespace

CountedWords CountWords(const Corpus& corpus, const TokenRuns& runs, size_t window,
                        const SweepConfig& sweep, size_t memory, const Storage& storage,
                        bool strict, SweepMeter* meter) {
  Checkpoints checkpoints(storage, kCountWords, meter);
  CountedWords counted;
  counted.counter = std::make_unique<ExternalCounter<StringMap>>(
      CounterConfig{memory, sweep.threads, storage.spills});
  RunStreamWriter writer(storage.spills);
  RunTotals before;
  if (const Json& saved = checkpoints.results(); !saved.is_null()) {
    before = TotalsIn(saved);
    counted.counter->Restore(*storage.work, saved.at("counter"));
    writer.Restore(*storage.work, checkpoints.Result("blocks"));
  }
  tbb::enumerable_thread_specific<WordCounter> locals([&] {
    return WordCounter{counted.counter.get(), &counted.counter->local(), &writer.local()};
  });
  const auto consume = [&](const Text& text) {
    meter->invalid_bytes += CountInvalid(text, strict);
    WordCounter& local = locals.local();
    runs.ForEach(text, &local.scratch,
                 [&](const TokenRuns::Tokens& run) { local.Add(run, window); });
  };
  const auto end_blocks = [&] {
    counted.totals = before;
    for (WordCounter& local : locals) {
      local.EndBlock();
      counted.totals.runs += local.totals.runs;
      counted.totals.tokens += local.totals.tokens;
      counted.totals.skip_grams += local.totals.skip_grams;
    }
  };
  Sweep(corpus, sweep, runs, &checkpoints, consume, [&] {
    end_blocks();
    return Json{{"runs", counted.totals.runs},
                {"tokens", counted.totals.tokens},
                {"skip_grams", counted.totals.skip_grams},
                {"counter", counted.counter->Save(*storage.work)},
                {"blocks", writer.Save(*storage.work)}};
  });
  end_blocks();
  counted.runs = writer.Finish();
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
