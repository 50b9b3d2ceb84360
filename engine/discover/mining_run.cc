#include "engine/discover/mining_run.h"

#include <nlohmann/json.hpp>

#include "engine/discover/cut_pieces.h"
#include "engine/discover/methods.h"
#include "engine/sweep/job.h"
#include "io/error.h"

namespace ciku {

void MiningRun::RankSymbols(const TextOptions& text) {
  strict_ = text.strict;
  if (storage_.work() != nullptr) {
    if (std::optional<Symbols> kept = KeptSymbols(text, *storage_.work())) {
      symbols_ = std::make_unique<Symbols>(std::move(*kept));
      return;
    }
  }
  symbols_ = std::make_unique<Symbols>(Symbols::Rank(text, corpus_));
}

void MiningRun::OpenCounts(const std::string& path) {
  counts_.emplace(path);
  symbols_ = std::make_unique<Symbols>(counts_->MakeSymbols());
}

void MiningRun::OpenJoints(const std::string& path) {
  joints_.emplace(path);
  symbols_ = std::make_unique<Symbols>(joints_->MakeSymbols());
  if (DescribeMethod(joints_->method()) == DescribeMethod(method_options_)) return;
  throw UsageError(Printable(path) + ": was weighed by another method or with other thresholds");
}

Json MiningRun::AboutPieces() const {
  return joints_ ? joints_->AboutPieces() : ciku::AboutPieces(*counts_, method_options_);
}

void MiningRun::Begin(const char* command, const Json& about, size_t tables) {
  if (counted() != nullptr) tables += counted()->file().sections().size() * kSectionMemory;
  tables_ = tables;
  plan_ = MemoryPlan::Make(resources_, corpus_, *symbols_, tables_);
  BeginJob(command, about, corpus_, storage_, observer_);
  method_ = MakeMethod(method_options_, *symbols_, plan_);
}

void MiningRun::BeginWith(const MemoryPlan& plan) {
  plan_ = plan;
  plan_.sweep.normalizer = symbols_->normalizer();
  method_ = MakeMethod(method_options_, *symbols_, plan_);
}

void MiningRun::Refuse(const std::string& purpose,
                       const std::function<bool(const MemoryPlan&)>& fits) const {
  MemoryPlan::Refuse(resources_, corpus_, *symbols_, tables_, purpose, fits);
}

void MiningRun::Count() {
  observer_->Sweep(terms().count_pass, corpus_.total_bytes(), counting_, &storage_, [&] {
    const uint64_t symbols = method_->Count(corpus_, storage_, strict_, &counting_);
    return Figures{{"records", counting_.records.load()}, {"symbols", symbols}};
  });
}

void MiningRun::Weigh() {
  observer_->Pass(joints_ ? "read joints" : terms().weigh_pass, [&] {
    weighed_ = joints_   ? method_->TakeJoints(*joints_)
               : counts_ ? method_->WeighCounts(*counts_, storage_)
                         : method_->Weigh(storage_);
    return Figures{{terms().distinct, weighed_.distinct},
                   {terms().strong, weighed_.strong},
                   {"spilled_bytes", weighed_.spilled_bytes}};
  });
}

void MiningRun::CutIntoPieces() {
  observer_->Sweep(kCutPieces, corpus_.total_bytes(), cutting_, &storage_, [&] {
    pieces_ = CountPieces(corpus_, *symbols_, *weighed_.joints, plan_, storage_, &cutting_);
    return Figures{{"pieces", pieces_.pieces}};
  });
}

MineFigures MiningRun::figures() const {
  return {
      .input = InputFigures(counted() != nullptr ? cutting_ : counting_),
      .symbols = weighed_.symbols,
      .distinct = weighed_.distinct,
      .strong = weighed_.strong,
      .pieces = pieces_.pieces,
      .overlong_pieces = pieces_.overlong_pieces,
      .spilled_bytes = weighed_.spilled_bytes + pieces_.spilled_bytes(),
      .uncounted_inputs = counted() != nullptr ? CountMissingInputs(corpus_, counted()->file()) : 0,
      .too_high = {},
      .terms = terms(),
      .threads = plan_.sweep.threads,
      .block_size = plan_.sweep.reader.limits.block_size};
}

}  // namespace ciku
