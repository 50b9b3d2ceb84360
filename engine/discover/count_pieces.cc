#include "engine/discover/count_pieces.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/discover/piece_cutter.h"
#include "engine/sweep/counting_pass.h"
#include "engine/text/run_split_rule.h"

namespace ciku {
namespace {

// Waits until a piece is too long to be a word before it splits a run. A joint depends on order - 1
// symbols on either side; the joints at the start of a stretch that n-grams of the stretch before
// may cover are decided in that stretch.
std::unique_ptr<SplitRule> SplitRuleFor(const Symbols& symbols, const Joints& joints) {
  const size_t order = joints.order();
  return MakeRunSplitRule(symbols, {.common = 2 * order - 3,
                                    .patience = kMaxWordLength + 2 * order,
                                    .reach = 2 * order - 2,
                                    .last_weak_joint = [&](std::span<const SymbolId> run) {
                                      return joints.LastWeak(run);
                                    }});
}

class PieceCountingPass {
 public:
  // All arguments must outlive the pass.
  PieceCountingPass(const Symbols& symbols, const Joints& joints, const MemoryPlan& plan,
                    SpillFolder* spills)
      : symbols_(symbols), joints_(joints), plan_(plan), spills_(spills) {}

  struct Local {
    PieceCounts* counts;
    std::unique_ptr<Cutter> cutter;

    void Consume(const Text& text) { cutter->Cut(text); }
    void EndPart() {
      counts->pieces += cutter->TakePieces();
      counts->overlong_pieces += cutter->TakeOverlongPieces();
    }
    uint64_t TakeInvalidBytes() { return cutter->TakeInvalidBytes(); }
  };

  bool Begin(const WorkFolder* folder, const std::vector<Json>& recorded) {
    for (const Json& part : recorded) {
      if (!folder->has_totals()) break;
      counts_.pieces += CountIn(part, "pieces");
      counts_.overlong_pieces += CountIn(part, "overlong_pieces");
    }
    if (!recorded.empty() && !recorded.front().contains("counters")) return false;
    SymbolId dense_size = plan_.dense_size;
    for (const Json& part : recorded) {
      dense_size = PairCounter::DenseSizeFor(dense_size, part.at("counters").at("of_two"));
    }
    counts_.counters = std::make_unique<PieceCounters>(plan_.pieces, plan_.sweep.threads, spills_,
                                                       symbols_.size(), dense_size);
    for (const Json& part : recorded) counts_.counters->Restore(*folder, part.at("counters"));
    return true;
  }

  Local NewLocal() { return {&counts_, joints_.NewCutter(symbols_, counts_.counters.get())}; }

  Json Save(WorkFolder* folder) {
    return {{"pieces", counts_.pieces},
            {"overlong_pieces", counts_.overlong_pieces},
            {"counters", counts_.counters->Save(folder)}};
  }

  PieceCounts TakeCounts() { return std::move(counts_); }

 private:
  const Symbols& symbols_;
  const Joints& joints_;
  const MemoryPlan& plan_;
  SpillFolder* const spills_;
  PieceCounts counts_;
};

}  // namespace

PieceCounts CountPieces(const Corpus& corpus, const Symbols& symbols, const Joints& joints,
                        const MemoryPlan& plan, const Storage& storage, SweepMeter* meter) {
  PieceCountingPass pass(symbols, joints, plan, storage.spills());
  RunCountingPass(kCutPieces, corpus, plan.sweep, *SplitRuleFor(symbols, joints), storage, meter,
                  &pass);
  return pass.TakeCounts();
}

}  // namespace ciku
