#include <benchmark/benchmark.h>

#include <atomic>
#include <map>

#include "bench/sample_text.h"
#include "engine/discover/pair_cut.h"
#include "engine/discover/piece_cutter.h"

namespace ciku::bench {
namespace {

const StrongPairs& SampleStrongPairs() {
  static const StrongPairs strong = [] {
    PairCounts counts;
    counts.counter = std::make_unique<PairCounter>(
        CounterConfig{size_t{256} << 20, 1, SampleSpills()}, SampleSymbols().size(), 1024);
    counts.counter->local().AddNeighbours(SampleIds().data(), SampleIds().size());
    counts.occurrences = counts.counter->CountOccurrences();
    for (const uint64_t count : counts.occurrences.of) counts.symbols += count;
    counts.pairs = counts.symbols - counts.occurrences.ends;
    MemoryPlan plan;
    plan.strong = size_t{64} << 20;
    return Weigh(&counts, {.min_count = 10, .min_pmi = 1}, plan, {SampleSpills()}).strong;
  }();
  return strong;
}

// Decoding, cutting and counting the pieces of a text.
void BM_Cut(benchmark::State& state) {
  const StrongPairs& strong = SampleStrongPairs();
  for (auto _ : state) {
    constexpr size_t kShare = size_t{128} << 20;
    PieceCounters counters({kShare, kShare, kShare}, 1, SampleSpills(), SampleSymbols().size(),
                           1024);
    PieceCutter cutter(SampleSymbols(), strong, &counters);
    cutter.Cut({SampleText(), {}});
    std::atomic<uint64_t> sum = 0;
    counters.ForEach(SampleSymbols(), [&](std::string_view, uint64_t count) { sum += count; });
    if (sum != cutter.pieces()) state.SkipWithError("pieces were lost");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(SampleText().size()));
}
BENCHMARK(BM_Cut);

}  // namespace
}  // namespace ciku::bench
