#include "engine/discover/divide_runs.h"

#include <memory>
#include <nlohmann/json.hpp>

#include "engine/count/dense_counter.h"
#include "engine/sweep/counting_pass.h"
#include "engine/text/run_decoder.h"
#include "engine/text/run_split_rule.h"

namespace ciku {
namespace {

// The counting pass (engine/sweep/counting_pass.h says what a pass consists of).
class DivisionPass {
 public:
  DivisionPass(const Symbols& symbols, const UnigramModel& model, bool strict)
      : symbols_(symbols), model_(model), strict_(strict) {}

  struct Local {
    const UnigramModel& model;
    DenseCounter::Local* states;
    RunDecoder decoder;
    RunDivider divider;

    void Consume(const Text& text) {
      decoder.Decode<false>(text, [&](const SymbolBatch& batch) {
        size_t begin = 0;
        for (size_t at = 0; at < batch.size; ++at) {
          if (batch.ids[at] != kSeparator) continue;
          if (begin < at) Divide({batch.ids + begin, at - begin});
          begin = at + 1;
        }
        return begin;
      });
    }
    void Divide(std::span<const SymbolId> run) {
      divider.Divide(model, run);
      divider.ForEachBackward(run.size(), [&](size_t, size_t, uint32_t state) { states->Add(state); });
    }
    void EndPart() {}
    uint64_t TakeInvalidBytes() { return decoder.TakeInvalidBytes(); }
  };

  bool Begin(const WorkFolder* folder, const Json& recorded) {
    counter_ = std::make_unique<DenseCounter>(model_.states());
    if (!recorded.is_null()) {
      ReadCounts(folder->OpenBlockFile(recorded.at("states")), 0, &counter_->Gather());
    }
    return true;
  }

  Local NewLocal() { return {model_, &counter_->local(), RunDecoder(symbols_, strict_), {}}; }

  Json Save(WorkFolder* folder) {
    EntryWriter<uint64_t> writer(folder->Create());
    WriteCounts(counter_->Gather(), &writer);
    return {{"states", folder->NameOf(writer.Finish())}};
  }

  Division Take(size_t words) {
    Division division;
    division.counts.resize(words);
    const std::vector<uint64_t>& of_states = counter_->Gather();
    for (size_t state = 1; state < of_states.size(); ++state) {
      if (of_states[state] == 0) continue;
      division.counts[model_.WordAt(static_cast<UnigramModel::State>(state))] = of_states[state];
      division.tokens += of_states[state];
    }
    return division;
  }

 private:
  const Symbols& symbols_;
  const UnigramModel& model_;
  const bool strict_;
  std::unique_ptr<DenseCounter> counter_;
};

}  // namespace

Division DivideRuns(const std::string& name, const Corpus& corpus, const Symbols& symbols,
                    const UnigramWords& words, const SweepConfig& sweep, const Storage& storage,
                    bool strict, SweepMeter* meter) {
  const UnigramModel model(words);
  DivisionPass pass(symbols, model, strict);
  RunCountingPass(name.c_str(), corpus, sweep, *MakeRunSplitRule(symbols, {}), storage, meter,
                  &pass);
  return pass.Take(words.size());
}

}  // namespace ciku
