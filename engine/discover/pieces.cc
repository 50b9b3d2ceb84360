#include "engine/discover/pieces.h"

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/discover/piece_cutter.h"
#include "engine/lexicon/added_counts.h"
#include "engine/sweep/sweep.h"
#include "engine/text/run_split_rule.h"

namespace ciku {
namespace {

// What the pass is called in a work folder.
constexpr const char* kCutPieces = "cut pieces";

// As long as no piece may be a word any more. A joint depends on order - 1 symbols on either side;
// those before it that n-grams of the stretch before may cover are decided there.
RunSplitRule SplitRuleFor(const Symbols& symbols, const Joints& joints) {
  const size_t order = joints.order();
  return RunSplitRule(symbols, {.common = 2 * order - 3,
                                .patience = kMaxWordLength + 2 * order,
                                .reach = 2 * order - 2,
                                .last_weak_joint = [&](std::span<const SymbolId> run) {
                                  return joints.LastWeak(run);
                                }});
}

}  // namespace

PieceCounts CountPieces(const Corpus& corpus, const Symbols& symbols, const Joints& joints,
                        const MemoryPlan& plan, const Storage& storage, SweepMeter* meter) {
  Checkpoints checkpoints(storage, kCutPieces, meter);
  const Json saved = checkpoints.Result("counters");
  const SymbolId dense_size =
      saved.is_null() ? plan.dense_size
                      : std::min(plan.dense_size, PairCounter::SavedDenseSize(saved.at("of_two")));
  PieceCounts counts;
  counts.counters = std::make_unique<PieceCounters>(plan.pieces, plan.sweep.threads, storage.spills,
                                                    symbols.size(), dense_size);
  uint64_t pieces_before = 0;
  uint64_t overlong_before = 0;
  if (!saved.is_null()) {
    counts.counters->Restore(*storage.work, saved);
    pieces_before = CountIn(checkpoints.results(), "pieces");
    overlong_before = CountIn(checkpoints.results(), "overlong_pieces");
  }
  tbb::enumerable_thread_specific<std::unique_ptr<Cutter>> cutters(
      [&] { return joints.NewCutter(symbols, counts.counters.get()); });
  const uint64_t invalid_before = meter->invalid_bytes;

  const auto consume = [&](const Text& text) { cutters.local()->Cut(text); };
  const auto set_totals = [&] {
    counts.pieces = pieces_before;
    counts.overlong_pieces = overlong_before;
    meter->invalid_bytes = invalid_before;
    for (const auto& cutter : cutters) {
      meter->invalid_bytes += cutter->invalid_bytes();
      counts.pieces += cutter->pieces();
      counts.overlong_pieces += cutter->overlong_pieces();
    }
  };
  Sweep(corpus, plan.sweep, SplitRuleFor(symbols, joints), &checkpoints, consume, [&] {
    set_totals();
    return Json{{"pieces", counts.pieces},
                {"overlong_pieces", counts.overlong_pieces},
                {"counters", counts.counters->Save(storage.work)}};
  });
  set_totals();
  return counts;
}

void ForEachWord(PieceCounts* pieces, const Symbols& symbols, const Joints& joints,
                 uint64_t min_count, const Dictionary& added, const WordVisit& visit) {
  AddedCounts earlier(added);
  const auto add = [&](std::string_view word, uint64_t count) {
    if (count >= min_count && joints.MayBeWord(symbols.IdsOf(word))) visit(word, count);
  };
  // Any piece may be enough with what an earlier run has found of it.
  const uint64_t least = added.size() == 0 ? min_count : 1;
  pieces->counters->ForEach(symbols, least, [&](std::string_view word, uint64_t count) {
    add(word, count + earlier.Take(word));
  });
  earlier.ForEachLeft(add);
}

WordRanking RankWords(PieceCounts* pieces, const Symbols& symbols, const Joints& joints,
                      uint64_t min_count, const WordFilter& filter, const CounterConfig& config) {
  WordRanking ranking(config);
  ForEachWord(pieces, symbols, joints, min_count, {}, [&](std::string_view word, uint64_t count) {
    if (filter.Wants(word)) ranking.Add(word, count);
  });
  return ranking;
}

WordTable HoldWords(WordRanking* ranking, const Symbols& symbols, const MemoryPlan& plan) {
  WordTable words(symbols, plan.statistics - plan.ranking);
  ranking->ForEach([&](std::string_view word, uint64_t count) { words.Add(word, count); });
  words.Encode();
  return words;
}

}  // namespace ciku
