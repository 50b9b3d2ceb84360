// The passes that Mine and CutPieces have in common.
#ifndef CIKU_ENGINE_DISCOVER_MINING_RUN_H_
#define CIKU_ENGINE_DISCOVER_MINING_RUN_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/discover/count_pieces.h"
#include "engine/discover/joints_file.h"
#include "engine/discover/kept_symbols.h"
#include "engine/discover/memory_plan.h"
#include "engine/discover/method.h"
#include "engine/discover/mine.h"
#include "engine/discover/ngram_counts.h"
#include "engine/text/symbols.h"

namespace ciku {

class WordChoice;

// The passes of a run over a corpus, to be called in the order of their declarations. Each throws
// what its work throws. For one thread at a time.
class MiningRun {
 public:
  // All arguments must outlive the run.
  MiningRun(const Corpus& corpus, const MethodOptions& method, const Resources& resources,
            const Storage& storage, Observer* observer)
      : corpus_(corpus),
        method_options_(method),
        resources_(resources),
        storage_(storage),
        observer_(observer) {}

  // Gets the symbols, the most frequent first, from a sample of the corpus, unless the work folder
  // holds their table; or from a counts file, which then replaces Count(); or from a joints file,
  // which then replaces counts.
  void RankSymbols(const TextOptions& text);
  void OpenCounts(const std::string& path);
  void OpenJoints(const std::string& path);

  // Divides the memory, of which `tables` bytes are taken besides the counts, and tells the work
  // folder what the results depend on besides the inputs.
  void Begin(const char* command, const Json& about, size_t tables);

  // The same with a given plan and without telling the work folder. For tests.
  void BeginWith(const MemoryPlan& plan);

  // Sweep 1: shards -> blocks -> runs of symbols -> count maps of each thread -> sorted spilled
  // runs.
  void Count();

  // Merges and weighs, or reads what was weighed. From here on, counts are exact and complete.
  // Nothing depends on how the work was divided, or on whether the counts come from a file.
  void Weigh();

  // Sweep 2: the same runs, cut at weak joints -> maps of pieces of each thread -> sorted spilled
  // runs.
  void CutIntoPieces();

  // Throws the UsageError that names the least budget with whose plan `fits` returns true;
  // `purpose` is what does not fit, such as "12 seeds".
  [[noreturn]] void Refuse(const std::string& purpose,
                           const std::function<bool(const MemoryPlan&)>& fits) const;

  // Records the table of symbols in the work folder.
  void KeepSymbols() const { ciku::KeepSymbols(*symbols_, storage_.work()); }

  // The figures of the passes so far.
  MineFigures figures() const;

  const Corpus& corpus() const { return corpus_; }
  bool strict() const { return strict_; }
  const Storage& storage() const { return storage_; }
  Observer* observer() const { return observer_; }
  bool has_counts() const { return counts_.has_value(); }
  // The text that was counted before the run; null if the run counts it.
  const CountedText* counted() const {
    if (joints_) return &*joints_;
    return counts_ ? &*counts_ : nullptr;
  }
  // The description of the pieces that are cut by what was counted before.
  Json AboutPieces() const;
  const MemoryPlan& plan() const { return plan_; }
  const Symbols& symbols() const { return *symbols_; }
  const NgramCounts& counts() const { return *counts_; }
  const MethodTerms& terms() const { return method_->terms(); }
  const Weighed& weighed() const { return weighed_; }
  const Joints& joints() const { return *weighed_.joints; }
  PieceCounts* pieces() { return &pieces_; }

  // Frees what is no longer needed once the pieces are ranked.
  void FreeJoints() { weighed_.joints.reset(); }
  std::unique_ptr<const Symbols> TakeSymbols() { return std::move(symbols_); }

 private:
  const Corpus& corpus_;
  const MethodOptions& method_options_;
  const Resources& resources_;
  const Storage& storage_;
  Observer* const observer_;
  bool strict_ = false;
  std::optional<NgramCounts> counts_;
  std::optional<JointsFile> joints_;
  std::unique_ptr<const Symbols> symbols_;
  size_t tables_ = 0;
  MemoryPlan plan_;
  std::unique_ptr<Method> method_;
  SweepMeter counting_;
  SweepMeter cutting_;
  Weighed weighed_;
  PieceCounts pieces_;
};

// Runs all passes after Begin, for Mine. `choice` decides which words are wanted.
MinedLexicon RunPasses(MiningRun* run, const MineOptions& options, const WordChoice& choice,
                       const Storage& storage, Observer* observer);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_MINING_RUN_H_
