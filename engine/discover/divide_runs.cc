#include "engine/discover/divide_runs.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <span>

#include "engine/count/dense_counter.h"
#include "engine/sweep/counting_pass.h"
#include "engine/sweep/records.h"
#include "engine/text/run_decoder.h"
#include "engine/text/run_split_rule.h"

namespace ciku {
namespace {

// The stretches in which the word that ends at each state of a model is a token. Safe for use by
// several threads at once.
class StretchSets {
 public:
  // For `states` states and `size` bytes of text, not 0.
  StretchSets(size_t states, uint64_t size) : size_(size), sets_(states) {}

  // The set that holds nothing but the stretch of a record at this position.
  uint64_t SetOf(uint64_t position) const {
    return uint64_t{1} << std::min(position, size_ - 1) * kStretches / size_;
  }

  void Add(UnigramModel::State state, uint64_t set) {
    std::atomic<uint64_t>& of_state = sets_[state];
    // Mostly it is there: looking is cheaper than writing.
    if ((of_state.load(std::memory_order_relaxed) & set) == 0) {
      of_state.fetch_or(set, std::memory_order_relaxed);
    }
  }

  std::vector<uint64_t> Sets() const { return {sets_.begin(), sets_.end()}; }
  void Restore(const std::vector<uint64_t>& sets) {
    std::copy(sets.begin(), sets.end(), sets_.begin());
  }

 private:
  const uint64_t size_;
  std::vector<std::atomic<uint64_t>> sets_;
};

// The counting pass (engine/sweep/counting_pass.h says what a pass consists of).
class DivisionPass {
 public:
  DivisionPass(const DivisionSweep& sweep, const UnigramModel& model)
      : sweep_(sweep), model_(model) {}

  struct Local {
    const UnigramModel& model;
    DenseCounter::Local* counts;
    StretchSets* stretches;  // null if they are not wanted
    RunDecoder decoder;
    RunDivider divider = {};
    RecordEnds record_ends = {};
    uint64_t stretch = 0;  // the set of the current record's

    void Consume(const Text& text) { stretches == nullptr ? Divide(text) : DivideRecords(text); }
    void EndPart() {}
    uint64_t TakeInvalidBytes() { return decoder.TakeInvalidBytes(); }

   private:
    void Divide(const Text& text) {
      decoder.Decode<false>(text, [&](const SymbolBatch& batch) {
        return ForEachRun(batch, [&](std::span<const SymbolId> run, size_t /*end*/) {
          Divide(run, [&](UnigramModel::State state) { counts->Add(state); });
        });
      });
    }

    void DivideRecords(const Text& text) {
      record_ends.Begin(text);
      stretch = stretches->SetOf(record_ends.position());
      decoder.Decode<true>(text, [&](const SymbolBatch& batch) {
        return ForEachRun(batch, [&](std::span<const SymbolId> run, size_t end) {
          Divide(run, [&](UnigramModel::State state) {
            counts->Add(state);
            stretches->Add(state, stretch);
          });
          if (record_ends.EndsAt(text, batch.starts[end])) {
            stretch = stretches->SetOf(record_ends.position());
          }
        });
      });
    }

    // Calls visit(run, end) for the stretches of symbols, which may be empty, before each
    // separator, whose index is `end`. Returns the number of symbols that were used up.
    template <typename Visit>
    static size_t ForEachRun(const SymbolBatch& batch, const Visit& visit) {
      size_t begin = 0;
      for (size_t at = 0; at < batch.size; ++at) {
        if (batch.ids[at] != kSeparator) continue;
        visit(std::span(batch.ids + begin, at - begin), at);
        begin = at + 1;
      }
      return begin;
    }

    template <typename Visit>
    void Divide(std::span<const SymbolId> run, const Visit& visit) {
      if (run.empty()) return;
      divider.Divide(model, run);
      divider.ForEachBackward(run.size(), [&](size_t, size_t, uint32_t state) { visit(state); });
    }
  };

  bool Begin(const WorkFolder* folder, const Json& recorded) {
    counter_ = std::make_unique<DenseCounter>(model_.states());
    if (sweep_.text_bytes > 0) {
      stretches_ = std::make_unique<StretchSets>(model_.states(), sweep_.text_bytes);
    }
    if (recorded.is_null()) return true;
    const BlockFile file = folder->OpenBlockFile(recorded.at("states"));
    ReadCounts(file, 0, &counter_->Gather());
    if (stretches_) {
      std::vector<uint64_t> sets(model_.states());
      ReadCounts(file, 1, &sets);
      stretches_->Restore(sets);
    }
    return true;
  }

  Local NewLocal() {
    return {model_, &counter_->local(), stretches_.get(),
            RunDecoder(sweep_.symbols, sweep_.strict)};
  }

  Json Save(WorkFolder* folder) {
    EntryWriter<uint64_t> writer(folder->Create());
    WriteCounts(counter_->Gather(), &writer);
    if (stretches_) WriteCounts(stretches_->Sets(), &writer);
    return {{"states", folder->NameOf(writer.Finish())}};
  }

  // Returns what was found, by word.
  Division Take(size_t words) {
    Division division;
    const auto by_word = [&](const std::vector<uint64_t>& by_state) {
      std::vector<uint64_t> values(words);
      for (UnigramModel::State state = 1; state < by_state.size(); ++state) {
        if (by_state[state] != 0) values[model_.WordAt(state)] = by_state[state];
      }
      return values;
    };
    division.counts = by_word(counter_->Gather());
    if (stretches_) division.stretches = by_word(stretches_->Sets());
    division.tokens = std::accumulate(division.counts.begin(), division.counts.end(), uint64_t{0});
    return division;
  }

 private:
  const DivisionSweep& sweep_;
  const UnigramModel& model_;
  std::unique_ptr<DenseCounter> counter_;
  std::unique_ptr<StretchSets> stretches_;
};

}  // namespace

Division DivideRuns(const DivisionSweep& sweep, const UnigramModel& model, size_t words,
                    SweepMeter* meter) {
  DivisionPass pass(sweep, model);
  SweepConfig config = sweep.config;
  config.tell_positions = sweep.text_bytes > 0;
  RunCountingPass(sweep.name.c_str(), sweep.corpus, config, *MakeRunSplitRule(sweep.symbols, {}),
                  sweep.storage, meter, &pass);
  return pass.Take(words);
}

size_t DivisionMemory(const UnigramModel& model, size_t threads) {
  return DenseCounter::Memory(model.states(), threads) + model.states() * sizeof(uint64_t);
}

}  // namespace ciku
