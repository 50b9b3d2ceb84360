// A lower limit for the time of mining: two sweeps over a corpus that decompress and decode it, and
// only look at the last symbol of each batch.
//
//   ciku-limit THREADS INPUT...
#include <fmt/format.h>
#include <oneapi/tbb/enumerable_thread_specific.h>

#include <chrono>
#include <cstdlib>
#include <exception>

#include "engine/discover/memory_plan.h"
#include "engine/sweep/sweep.h"
#include "engine/text/run_decoder.h"
#include "engine/text/run_split_rule.h"

namespace {

void Measure(size_t threads, const std::vector<std::string>& inputs) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const ciku::Corpus corpus = ciku::Corpus::Open(inputs, {});
  const ciku::Symbols symbols = ciku::Symbols::Rank({}, corpus);
  ciku::Resources resources = ciku::DefaultResources();
  resources.threads = threads;
  const auto plan = ciku::MemoryPlan::Make(resources, corpus, symbols);
  tbb::enumerable_thread_specific<ciku::RunDecoder> decoders(
      [&] { return ciku::RunDecoder(symbols, false); });
  tbb::enumerable_thread_specific<uint64_t> sums(0);
  ciku::SweepMeter meter;
  for (int sweep = 0; sweep < 2; ++sweep) {
    ciku::Sweep(corpus, plan.sweep, ciku::RunSplitRule(symbols, {}), &meter,
                [&](const ciku::Text& text) {
                  uint64_t& sum = sums.local();
                  decoders.local().Decode<false>(text, [&](const ciku::SymbolBatch& batch) {
                    sum += batch.ids[batch.size - 1];
                    return batch.size;
                  });
                });
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  fmt::print("{:.3f} s for two sweeps, {:.1f} MB/s of text mined at this speed (sum {})\n", seconds,
             static_cast<double>(meter.text_bytes) / 2e6 / seconds,
             sums.combine(std::plus<uint64_t>()));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: ciku-limit THREADS INPUT...\n");
    return 2;
  }
  try {
    Measure(std::strtoul(argv[1], nullptr, 10), {argv + 2, argv + argc});
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "ciku-limit: {}\n", error.what());
    return 1;
  }
}
