#include "engine/discover/divide_runs.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <span>

#include "engine/count/dense_counter.h"
#include "engine/discover/stretches.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/counting_pass.h"
#include "engine/sweep/per_thread.h"
#include "engine/text/run_decoder.h"
#include "engine/text/run_split_rule.h"

namespace ciku {
namespace {

// The stretches in which the word that ends at each state of a model is a token. Safe for use by
// several threads at once.
class StretchSets {
 public:
  explicit StretchSets(size_t states) : sets_(states) {}

  void Add(UnigramModel::State state, uint64_t set) {
    std::atomic<uint64_t>& of_state = sets_[state];
    // Mostly it is there: looking is cheaper than writing.
    if ((set & ~of_state.load(std::memory_order_relaxed)) != 0) {
      of_state.fetch_or(set, std::memory_order_relaxed);
    }
  }

  std::vector<uint64_t> Sets() const { return {sets_.begin(), sets_.end()}; }
  // Adds what Sets() of another object has returned.
  void Add(const std::vector<uint64_t>& sets) {
    for (UnigramModel::State state = 0; state < sets.size(); ++state) Add(state, sets[state]);
  }

 private:
  std::vector<std::atomic<uint64_t>> sets_;
};

// Divides runs and counts their words by the states of a model. Not safe for use by two threads at
// once.
class TokenCounter {
 public:
  TokenCounter(const UnigramModel& model, DenseCounter::Local* counts)
      : model_(model), counts_(counts) {}

  // Divides the runs that end with a separator. Calls on_token(state) for the words of each run,
  // and then on_separator(index). Returns the number of symbols before the last run, which may go
  // on. `longest` is as for RunDivider.
  template <typename OnToken, typename OnSeparator>
  size_t Count(std::span<const SymbolId> symbols, const OnToken& on_token,
               const OnSeparator& on_separator, uint8_t* longest = nullptr) {
    return ForEachRun(symbols, [&](size_t begin, size_t end) {
      if (begin < end) {
        if (longest == nullptr) {
          divider_.Divide(model_, symbols.subspan(begin), end - begin);
        } else {
          divider_.DivideAgain(model_, symbols.subspan(begin), end - begin, longest + begin);
        }
        divider_.ForEachBackward(end - begin, [&](size_t, size_t, UnigramModel::State state) {
          counts_->Add(state);
          on_token(state);
        });
      }
      on_separator(end);
    });
  }

 private:
  const UnigramModel& model_;
  DenseCounter::Local* counts_;
  RunDivider divider_;
};

// The values of states as values of words.
std::vector<uint64_t> ByWord(const std::vector<uint64_t>& by_state, const UnigramModel& model,
                             size_t words) {
  std::vector<uint64_t> values(words);
  for (UnigramModel::State state = 1; state < by_state.size(); ++state) {
    if (by_state[state] != 0) values[model.WordAt(state)] = by_state[state];
  }
  return values;
}

Division DivisionOf(const std::vector<uint64_t>& by_state, const UnigramModel& model,
                    size_t words) {
  Division division;
  division.counts = ByWord(by_state, model, words);
  division.tokens = std::accumulate(division.counts.begin(), division.counts.end(), uint64_t{0});
  return division;
}

// The counting pass (engine/sweep/counting_pass.h says what a pass consists of).
class DivisionPass {
 public:
  DivisionPass(const DivisionSweep& sweep, const UnigramModel& model)
      : sweep_(sweep), model_(model) {}

  struct Local {
    TokenCounter tokens;
    StretchSets* stretches;  // null if they are not wanted
    CurrentStretch stretch;
    RunDecoder decoder;

    void Consume(const Text& text) { stretches == nullptr ? Divide(text) : DivideRecords(text); }
    void EndPart() {}
    uint64_t TakeInvalidBytes() { return decoder.TakeInvalidBytes(); }

   private:
    void Divide(const Text& text) {
      decoder.Decode<false>(text, [&](const SymbolBatch& batch) {
        return tokens.Count({batch.ids, batch.size}, [](auto) {}, [](size_t) {});
      });
    }

    void DivideRecords(const Text& text) {
      stretch.Begin(text);
      decoder.Decode<true>(text, [&](const SymbolBatch& batch) {
        const auto on_token = [&](UnigramModel::State state) {
          stretches->Add(state, stretch.bit());
        };
        const auto on_separator = [&](size_t at) { stretch.Pass(text, batch.starts[at]); };
        return tokens.Count({batch.ids, batch.size}, on_token, on_separator);
      });
    }
  };

  bool Begin(const WorkFolder* folder, const std::vector<Json>& recorded) {
    counter_ = std::make_unique<DenseCounter>(model_.states());
    if (sweep_.text_bytes > 0) {
      stretches_ = std::make_unique<StretchSets>(model_.states());
    }
    for (const Json& part : recorded) {
      const BlockFile file = folder->OpenBlockFile(part.at("states"));
      ReadCounts(file, 0, &counter_->Gather());
      if (!stretches_) continue;
      std::vector<uint64_t> sets(model_.states());
      ReadCounts(file, 1, &sets);
      stretches_->Add(sets);
    }
    return true;
  }

  Local NewLocal() {
    return {TokenCounter(model_, &counter_->local()), stretches_.get(),
            CurrentStretch(sweep_.text_bytes), RunDecoder(sweep_.symbols, sweep_.strict)};
  }

  Json Save(WorkFolder* folder) {
    EntryWriter<uint64_t> writer(folder->Create());
    WriteCounts(counter_->Gather(), &writer);
    if (stretches_) WriteCounts(stretches_->Sets(), &writer);
    return {{"states", folder->NameOf(writer.Finish())}};
  }

  Division Take(size_t words) {
    Division division = DivisionOf(counter_->Gather(), model_, words);
    if (stretches_) division.stretches = ByWord(stretches_->Sets(), model_, words);
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

Division DivideRuns(KeptRuns* runs, const UnigramModel& model, size_t words, size_t threads,
                    bool with_stretches) {
  DenseCounter counter(model.states());
  StretchSets stretches(with_stretches ? model.states() : 0);
  PerThread<TokenCounter> counters([&] { return TokenCounter(model, &counter.local()); });
  ParallelFor(threads, runs->pieces().size(), [&](size_t i) {
    KeptRuns::Piece& piece = runs->pieces()[i];
    const auto on_token = [&](UnigramModel::State state) {
      if (with_stretches) stretches.Add(state, piece.stretch);
    };
    counters.local().Count(piece.symbols, on_token, [](size_t) {}, piece.longest.data());
  });
  Division division = DivisionOf(counter.Gather(), model, words);
  if (with_stretches) division.stretches = ByWord(stretches.Sets(), model, words);
  return division;
}

void TakeCounts(Division* division, UnigramWords* words) {
  std::vector<uint8_t> keeps(words->size());
  for (size_t word = 0; word < words->size(); ++word) {
    words->SetCount(word, division->counts[word]);
    keeps[word] = words->tenths(word) > 0 ? 1 : 0;
  }
  words->Keep(keeps);
  KeepValues(keeps, &division->stretches);
}

size_t DivisionMemory(const UnigramModel& model, size_t threads, bool with_stretches) {
  return DenseCounter::Memory(model.states(), threads) +
         (with_stretches ? model.states() * sizeof(uint64_t) : 0);
}

}  // namespace ciku
