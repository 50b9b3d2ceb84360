#include <benchmark/benchmark.h>

#include "bench/sample_text.h"

namespace ciku::bench {
namespace {

template <bool kWithStarts>
void BM_Decode(benchmark::State& state) {
  RunDecoder decoder(SampleSymbols(), false);
  const size_t expected = SampleIds().size();
  for (auto _ : state) {
    size_t symbols = 0;
    decoder.Decode<kWithStarts>({SampleText(), {}}, [&](SymbolBatch batch) {
      benchmark::DoNotOptimize(batch.ids);
      symbols += batch.size;
      return batch.size;
    });
    if (symbols != expected) state.SkipWithError("wrong number of symbols");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(SampleText().size()));
}
BENCHMARK(BM_Decode<false>);
BENCHMARK(BM_Decode<true>);

}  // namespace
}  // namespace ciku::bench
