#include <benchmark/benchmark.h>

#include <atomic>
#include <string>
#include <vector>

#include "bench/sample_text.h"
#include "engine/count/pair_counter.h"
#include "engine/count/string_map.h"

namespace ciku::bench {
namespace {

constexpr size_t kBatch = 4096;

uint64_t CountPairs(PairCounter* counter) {
  const std::vector<SymbolId>& ids = SampleIds();
  PairCounter::Local& local = counter->local();
  for (size_t at = 0; at + 1 < ids.size(); at += kBatch - 1) {
    local.AddNeighbours(ids.data() + at, std::min(kBatch, ids.size() - at));
  }
  return ids.size();
}

// Counts pairs of symbols, with squares of different sizes; range(0) is the size.
void BM_AddPairs(benchmark::State& state) {
  const uint64_t symbols = SampleIds().size();
  for (auto _ : state) {
    PairCounter counter({size_t{256} << 20, 1, SampleSpills()}, SampleSymbols().size(),
                        static_cast<SymbolId>(state.range(0)));
    CountPairs(&counter);
    const auto occurrences = counter.CountOccurrences();
    uint64_t sum = 0;
    for (const uint64_t count : occurrences.of) sum += count;
    if (sum == 0 || sum > symbols) state.SkipWithError("wrong sum");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(symbols));
}
BENCHMARK(BM_AddPairs)->Arg(1)->Arg(256)->Arg(512)->Arg(1024)->Arg(2048);

// Counts pairs with so little memory that they spill again and again, and merges the spilled data.
// range(0) is the memory in KiB.
void BM_SpillAndMergePairs(benchmark::State& state) {
  const uint64_t symbols = SampleIds().size();
  double spilled = 0;
  for (auto _ : state) {
    PairCounter counter({static_cast<size_t>(state.range(0)) << 10, 1, SampleSpills()},
                        SampleSymbols().size(), 256);
    CountPairs(&counter);
    std::atomic<uint64_t> sum = 0;
    counter.ForEach(
        [&](size_t, uint64_t, uint64_t count) { sum.fetch_add(count, std::memory_order_relaxed); });
    spilled = static_cast<double>(counter.spilled_bytes());
    if (sum == 0 || sum > symbols) state.SkipWithError("wrong sum");
  }
  state.counters["spilled"] = spilled;
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(symbols));
}
BENCHMARK(BM_SpillAndMergePairs)->Arg(1 << 10)->Arg(4 << 10)->Arg(256 << 10);

// Counts words of three symbols and more, as sweep 2 adds them; range(0) is the memory in KiB.
void BM_AddWords(benchmark::State& state) {
  std::vector<std::string_view> words;
  const std::string& text = SampleText();
  for (size_t at = 0; at + 12 < text.size(); at += 30) words.emplace_back(text.data() + at, 12);
  for (auto _ : state) {
    ExternalCounter<StringMap> counter(
        {static_cast<size_t>(state.range(0)) << 10, 1, SampleSpills()});
    StringMap* const map = &counter.local();
    for (const std::string_view word : words) counter.Add(map, 1, word);
    std::atomic<uint64_t> sum = 0;
    counter.ForEach([&](size_t, std::string_view, uint64_t count) {
      sum.fetch_add(count, std::memory_order_relaxed);
    });
    if (sum != words.size()) state.SkipWithError("wrong sum");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(words.size()));
}
BENCHMARK(BM_AddWords)->Arg(2 << 10)->Arg(256 << 10);

}  // namespace
}  // namespace ciku::bench
