#include "engine/discover/count_units.h"

#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/lexicon/added_counts.h"
#include "engine/sweep/counting_pass.h"
#include "engine/text/run_decoder.h"
#include "engine/text/run_split_rule.h"

namespace ciku {
namespace {

// The counting pass (engine/sweep/counting_pass.h says what a pass consists of).
class UnitCountingPass {
 public:
  // All arguments must outlive the pass.
  UnitCountingPass(const MiningRun& run, ExternalCounter<StringMap>* counter)
      : run_(run), counter_(counter) {}

  struct Local {
    ExternalCounter<StringMap>* counter;
    StringMap* map;
    RunDecoder decoder;

    void Consume(const Text& text) {
      decoder.Decode<true>(text, [&](const SymbolBatch& batch) {
        for (const auto& [begin, end] : decoder.TakeLatinUnits()) {
          const std::string_view unit = text.bytes.substr(begin, end - begin);
          if (unit.size() <= kLongestListedUnit) counter->Add(map, 1, unit);
        }
        return batch.size;
      });
    }
    void EndPart() {}
    uint64_t TakeInvalidBytes() { return decoder.TakeInvalidBytes(); }
  };

  bool Begin(const WorkFolder* folder, const std::vector<Json>& recorded) {
    for (const Json& part : recorded) counter_->Restore(*folder, part.at("units"));
    return true;
  }

  Local NewLocal() {
    return {counter_, &counter_->local(), RunDecoder(run_.symbols(), run_.strict(), true)};
  }

  Json Save(WorkFolder* folder) { return {{"units", counter_->Save(*folder)}}; }

 private:
  const MiningRun& run_;
  ExternalCounter<StringMap>* const counter_;
};

}  // namespace

UnitCounts::UnitCounts(const MiningRun& run)
    : symbols_(run.symbols()),
      counter_({run.plan().ranking / 2, run.plan().sweep.threads, run.storage().spills()}) {
  SweepMeter meter;
  run.observer()->Sweep(kCountUnits, run.corpus().total_bytes(), meter, &run.storage(), [&] {
    UnitCountingPass pass(run, &counter_);
    RunCountingPass(kCountUnits, run.corpus(), run.plan().sweep,
                    *MakeRunSplitRule(run.symbols(), {}), run.storage(), &meter, &pass);
    return Figures{{"spilled_bytes", counter_.spilled_bytes()}};
  });
}

void UnitCounts::ForEach(uint64_t min_count, const Lexicon& added, const WordVisit& visit) {
  AddedCounts additions(added);
  const auto add = [&](std::string_view unit, uint64_t count) {
    if (count >= min_count) visit(unit, count);
  };
  counter_.ForEach([&](size_t /*partition*/, std::string_view unit, uint64_t count) {
    add(unit, count + additions.Take(unit));
  });
  additions.ForEachLeft([&](std::string_view word, uint64_t count) {
    if (!symbols_.AreSymbols(word)) add(word, count);
  });
}

std::unique_ptr<UnitCounts> UnitsListed(const MiningRun& run, const MineOptions& options) {
  return options.units_listed ? std::make_unique<UnitCounts>(run) : nullptr;
}

}  // namespace ciku
