#include "engine/discover/pair_cut.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <vector>

#include "engine/discover/piece_cutter.h"
#include "engine/text/run_decoder.h"
#include "engine/text/run_seam.h"
#include "io/error.h"

namespace ciku {

namespace {

// What the passes are called in a work folder.
constexpr const char* kCountPairs = "count pairs";
constexpr const char* kWeighPairs = "weigh pairs";
constexpr const char* kCutPieces = "cut pieces";

// What an earlier run recorded under this name; null where it recorded nothing.
Json Recorded(const Json& results, const char* name) {
  return results.is_null() ? Json() : results.value(name, Json());
}

// The square to be used where counts may be restored, whose square is not to become larger.
SymbolId DenseSizeFor(const MemoryPlan& plan, const Json& saved) {
  return saved.is_null() ? plan.dense_size
                         : std::min(plan.dense_size, PairCounter::SavedDenseSize(saved));
}

void SetTotals(PairCounts* counts) {
  counts->occurrences = counts->counter->CountOccurrences();
  const std::vector<uint64_t>& of = counts->occurrences.of;
  counts->symbols = std::accumulate(of.begin(), of.end(), uint64_t{0});
  counts->pairs = counts->symbols - counts->occurrences.ends;
}

}  // namespace

PairCounts CountPairs(const Corpus& corpus, const Symbols& symbols, const MemoryPlan& plan,
                      const Storage& storage, bool strict, SweepMeter* meter) {
  Checkpoints checkpoints(storage, kCountPairs, meter);
  const Json saved = Recorded(checkpoints.results(), "counter");
  PairCounts counts;
  if (checkpoints.done() && saved.is_null()) {
    counts.symbols = CountIn(checkpoints.results(), "symbols");
    return counts;
  }
  const CounterConfig config{plan.pairs, plan.sweep.threads, storage.spills};
  counts.counter = std::make_unique<PairCounter>(config, symbols.size(), DenseSizeFor(plan, saved));
  if (!saved.is_null()) counts.counter->Restore(*storage.work, saved);
  tbb::enumerable_thread_specific<RunDecoder> decoders([&] { return RunDecoder(symbols, strict); });
  const uint64_t invalid_before = meter->invalid_bytes;

  const auto consume = [&](const Text& text) {
    PairCounter::Local& local = counts.counter->local();
    decoders.local().Decode<false>(text, [&](const SymbolBatch& batch) {
      local.AddNeighbours(batch.ids, batch.size);
      return batch.size - 1;  // the last symbol is the first of a pair in the next batch
    });
  };
  const auto set_totals = [&] {
    SetTotals(&counts);
    meter->invalid_bytes = invalid_before;
    for (const RunDecoder& decoder : decoders) meter->invalid_bytes += decoder.invalid_bytes();
  };
  Sweep(corpus, plan.sweep, RunSeam(symbols), &checkpoints, consume, [&] {
    set_totals();
    return Json{{"symbols", counts.symbols}, {"counter", counts.counter->Save(storage.work)}};
  });
  set_totals();
  return counts;
}

bool IsStrong(uint64_t ab, uint64_t a, uint64_t b, uint64_t pairs, const PairCutOptions& options) {
  if (ab < options.min_count) return false;
  const auto real = [](uint64_t count) { return static_cast<double>(count); };
  const double g = options.smoothing;
  const double ratio = (real(pairs) * (real(ab) + g)) / ((real(a) + g) * (real(b) + g));
  return std::log(ratio) >= options.min_pmi;
}

namespace {

[[noreturn]] void ThrowTooManyStrong(size_t most) {
  throw UsageError(fmt::format(
      "more than {} strong pairs do not fit the memory budget; raise --memory or --min-count",
      most));
}

// Merges the counts and collects the strong pairs' keys.
std::vector<uint64_t> CollectStrong(PairCounts* counts, const PairCutOptions& options, size_t most,
                                    uint64_t* distinct) {
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
    if (++collected > most) ThrowTooManyStrong(most);
    parts[p].strong.push_back(key);
  });

  std::vector<uint64_t> strong;
  strong.reserve(collected);
  for (Part& part : parts) {
    strong.insert(strong.end(), part.strong.begin(), part.strong.end());
    part.strong = {};
    *distinct += part.distinct;
  }
  return strong;
}

// Records the strong pairs; the counts of pairs are not needed any more.
void RecordWeighed(std::vector<uint64_t>* strong, const WeighedPairs& weighed, WorkFolder* folder) {
  std::sort(strong->begin(), strong->end());
  EntryWriter<uint64_t> writer(folder->Create());
  writer.BeginPartition();
  for (const uint64_t key : *strong) writer.Write(key, 1);
  Json counted = folder->Find(kCountPairs);
  counted.at("results").erase("counter");
  folder->Record({{kCountPairs, counted},
                  {kWeighPairs,
                   {{"strong", folder->NameOf(writer.Finish())},
                    {"distinct_pairs", weighed.distinct},
                    {"spilled_bytes", weighed.spilled_bytes}}}});
}

WeighedPairs RestoreWeighed(const WorkFolder& folder, const Json& saved, size_t most) {
  std::vector<uint64_t> strong;
  const Run run = folder.OpenRun(saved.at("strong"));
  for (EntryCursor<uint64_t> entry(run, 0); !entry.at_end(); entry.Next()) {
    if (strong.size() == most) ThrowTooManyStrong(most);
    strong.push_back(entry.key());
  }
  return {StrongPairs(strong), CountIn(saved, "distinct_pairs"), CountIn(saved, "spilled_bytes")};
}

}  // namespace

WeighedPairs Weigh(PairCounts* counts, const PairCutOptions& options, const MemoryPlan& plan,
                   const Storage& storage) {
  // Collected keys and the set they go into exist side by side.
  constexpr size_t kBytesForEach = 8 + 32;
  const size_t most = plan.strong / kBytesForEach;
  if (counts->counter == nullptr) {
    return RestoreWeighed(*storage.work, storage.work->Find(kWeighPairs), most);
  }
  uint64_t distinct = 0;
  std::vector<uint64_t> strong = CollectStrong(counts, options, most, &distinct);
  WeighedPairs weighed{StrongPairs(strong), distinct, counts->counter->spilled_bytes()};
  if (storage.work != nullptr) RecordWeighed(&strong, weighed, storage.work);
  return weighed;
}

PieceCounts CountPieces(const Corpus& corpus, const Symbols& symbols, const StrongPairs& strong,
                        const MemoryPlan& plan, const Storage& storage, SweepMeter* meter) {
  Checkpoints checkpoints(storage, kCutPieces, meter);
  const Json saved = Recorded(checkpoints.results(), "counters");
  PieceCounts counts;
  counts.counters = std::make_unique<PieceCounters>(plan.pieces, plan.sweep.threads, storage.spills,
                                                    symbols.size(),
                                                    DenseSizeFor(plan, Recorded(saved, "of_two")));
  uint64_t pieces_before = 0;
  uint64_t overlong_before = 0;
  if (!saved.is_null()) {
    counts.counters->Restore(*storage.work, saved);
    pieces_before = CountIn(checkpoints.results(), "pieces");
    overlong_before = CountIn(checkpoints.results(), "overlong_pieces");
  }
  tbb::enumerable_thread_specific<PieceCutter> cutters(
      [&] { return PieceCutter(symbols, strong, counts.counters.get()); });
  const RunSeam seam(symbols, 4 * (kMaxWordLength + 2),
                     [&](SymbolId a, SymbolId b) { return strong.Holds(a, b); });
  const uint64_t invalid_before = meter->invalid_bytes;

  const auto consume = [&](const Text& text) { cutters.local().Cut(text); };
  const auto set_totals = [&] {
    counts.pieces = pieces_before;
    counts.overlong_pieces = overlong_before;
    meter->invalid_bytes = invalid_before;
    for (const PieceCutter& cutter : cutters) {
      meter->invalid_bytes += cutter.invalid_bytes();
      counts.pieces += cutter.pieces();
      counts.overlong_pieces += cutter.overlong_pieces();
    }
  };
  Sweep(corpus, plan.sweep, seam, &checkpoints, consume, [&] {
    set_totals();
    return Json{{"pieces", counts.pieces},
                {"overlong_pieces", counts.overlong_pieces},
                {"counters", counts.counters->Save(storage.work)}};
  });
  set_totals();
  return counts;
}

WordRanking RankWords(PieceCounts* pieces, const Symbols& symbols, uint64_t min_count,
                      const LengthRange& lengths, const MemoryPlan& plan, const Storage& storage) {
  WordRanking ranking(CounterConfig{plan.ranking, plan.sweep.threads, storage.spills});
  pieces->counters->ForEach(symbols, [&](std::string_view word, uint64_t count) {
    if (count >= min_count && lengths.Contains(WordLength(word))) ranking.Add(word, count);
  });
  return ranking;
}

}  // namespace ciku
