#include "engine/discover/pair_cut.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/discover/piece_cutter.h"
#include "engine/text/run_decoder.h"
#include "engine/text/run_seam.h"
#include "io/error.h"

namespace ciku {

PairCounts CountPairs(const Corpus& corpus, const Symbols& symbols, const MemoryPlan& plan,
                      bool strict, SweepMeter* meter) {
  const CounterConfig config{plan.pairs, plan.sweep.threads, plan.temp_directory};
  PairCounts counts;
  counts.counter = std::make_unique<PairCounter>(config, symbols.size(), plan.dense_size);
  tbb::enumerable_thread_specific<RunDecoder> decoders([&] { return RunDecoder(symbols, strict); });

  Sweep(corpus, plan.sweep, RunSeam(symbols), meter, [&](const Text& text) {
    PairCounter::Local& local = counts.counter->local();
    decoders.local().Decode<false>(text, [&](const SymbolBatch& batch) {
      local.AddNeighbours(batch.ids, batch.size);
      return batch.size - 1;  // the last symbol is the first of a pair in the next batch
    });
  });

  for (const RunDecoder& decoder : decoders) meter->invalid_bytes += decoder.invalid_bytes();
  counts.occurrences = counts.counter->CountOccurrences();
  const std::vector<uint64_t>& of = counts.occurrences.of;
  counts.symbols = std::accumulate(of.begin(), of.end(), uint64_t{0});
  counts.pairs = counts.symbols - counts.occurrences.ends;
  return counts;
}

bool IsStrong(uint64_t ab, uint64_t a, uint64_t b, uint64_t pairs, const PairCutOptions& options) {
  if (ab < options.min_count) return false;
  const auto real = [](uint64_t count) { return static_cast<double>(count); };
  const double g = options.smoothing;
  const double ratio = (real(pairs) * (real(ab) + g)) / ((real(a) + g) * (real(b) + g));
  return std::log(ratio) >= options.min_pmi;
}

WeighedPairs Weigh(PairCounts* counts, const PairCutOptions& options, const MemoryPlan& plan) {
  // Collected keys and the set they go into exist side by side.
  constexpr size_t kBytesForEach = 8 + 32;
  const size_t most = plan.strong / kBytesForEach;
  struct alignas(64) Part {
    uint64_t distinct = 0;
    std::vector<uint64_t> strong;
  };
  std::array<Part, PairCounter::kParts> parts;
  std::atomic<size_t> collected = 0;
  const std::vector<uint64_t>& of = counts->occurrences.of;

  counts->counter->ForEach([&](size_t p, uint64_t key, uint64_t count) {
    if (SecondOf(key) == kSeparator) return;
    ++parts[p].distinct;
    if (!IsStrong(count, of[FirstOf(key)], of[SecondOf(key)], counts->pairs, options)) return;
    if (++collected > most) {
      throw UsageError(fmt::format(
          "more than {} strong pairs do not fit the memory budget; raise --memory or --min-count",
          most));
    }
    parts[p].strong.push_back(key);
  });

  std::vector<uint64_t> strong;
  strong.reserve(collected);
  uint64_t distinct = 0;
  for (Part& part : parts) {
    strong.insert(strong.end(), part.strong.begin(), part.strong.end());
    part.strong = {};
    distinct += part.distinct;
  }
  return {StrongPairs(strong), distinct, counts->counter->spilled_bytes()};
}

PieceCounts CountPieces(const Corpus& corpus, const Symbols& symbols, const StrongPairs& strong,
                        const MemoryPlan& plan, SweepMeter* meter) {
  PieceCounts counts;
  counts.counters = std::make_unique<PieceCounters>(
      plan.pieces, plan.sweep.threads, plan.temp_directory, symbols.size(), plan.dense_size);
  tbb::enumerable_thread_specific<PieceCutter> cutters(
      [&] { return PieceCutter(symbols, strong, counts.counters.get()); });
  const RunSeam seam(symbols, 4 * (kMaxWordLength + 2),
                     [&](SymbolId a, SymbolId b) { return strong.Holds(a, b); });

  Sweep(corpus, plan.sweep, seam, meter, [&](const Text& text) { cutters.local().Cut(text); });

  for (const PieceCutter& cutter : cutters) {
    meter->invalid_bytes += cutter.invalid_bytes();
    counts.pieces += cutter.pieces();
    counts.overlong_pieces += cutter.overlong_pieces();
  }
  return counts;
}

WordRanking RankWords(PieceCounts* pieces, const Symbols& symbols, uint64_t min_count,
                      const LengthRange& lengths, const MemoryPlan& plan) {
  WordRanking ranking(CounterConfig{plan.ranking, plan.sweep.threads, plan.temp_directory});
  pieces->counters->ForEach(symbols, [&](std::string_view word, uint64_t count) {
    if (count >= min_count && lengths.Contains(WordLength(word))) ranking.Add(word, count);
  });
  return ranking;
}

}  // namespace ciku
