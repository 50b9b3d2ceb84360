#include <benchmark/benchmark.h>

#include <atomic>
#include <mutex>
#include <numeric>
#include <vector>

#include "bench/sample_text.h"
#include "engine/discover/pair_cut.h"
#include "engine/discover/pair_joints.h"
#include "engine/discover/piece_counters.h"

namespace ciku::bench {
namespace {

const PairJoints& SampleJoints() {
  static const PairJoints joints = [] {
    PairCounter counter(CounterConfig{size_t{256} << 20, 1, SampleSpills()}, SampleSymbols().size(),
                        1024);
    counter.local().AddNeighbours(SampleIds().data(), SampleIds().size());
    const PairCounter::Occurrences occurrences = counter.CountOccurrences();
    const std::vector<uint64_t>& of = occurrences.of;
    const uint64_t pairs = std::accumulate(of.begin(), of.end(), uint64_t{0}) - occurrences.ends;
    const PairCutOptions options{.min_count = 10, .min_pmi = 1};
    std::vector<uint64_t> strong;
    std::mutex mutex;
    counter.ForEach([&](size_t, uint64_t key, uint64_t count) {
      if (SecondOf(key) == kSeparator) return;
      if (!IsStrong(count, of[FirstOf(key)], of[SecondOf(key)], pairs, options)) return;
      const std::lock_guard lock(mutex);
      strong.push_back(key);
    });
    return PairJoints(StrongPairs(strong));
  }();
  return joints;
}

// Decodes and cuts a text, and counts its pieces.
void BM_Cut(benchmark::State& state) {
  const PairJoints& joints = SampleJoints();
  for (auto _ : state) {
    constexpr size_t kShare = size_t{128} << 20;
    PieceCounters counters({kShare, kShare, kShare}, 1, SampleSpills(), SampleSymbols().size(),
                           1024);
    const std::unique_ptr<Cutter> cutter = joints.NewCutter(SampleSymbols(), &counters);
    cutter->Cut({SampleText(), {}});
    std::atomic<uint64_t> sum = 0;
    counters.ForEach(SampleSymbols(), 1, [&](std::string_view, uint64_t count) { sum += count; });
    if (sum != cutter->TakePieces()) state.SkipWithError("pieces were lost");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(SampleText().size()));
}
BENCHMARK(BM_Cut);

}  // namespace
}  // namespace ciku::bench
