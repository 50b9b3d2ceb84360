// The words of a run, from their ranking to the final list: they are chosen, held, measured and
// sorted.
#ifndef CIKU_ENGINE_DISCOVER_MINED_WORDS_H_
#define CIKU_ENGINE_DISCOVER_MINED_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/discover/count_units.h"
#include "engine/discover/measure_words.h"
#include "engine/discover/memory_plan.h"
#include "engine/discover/method.h"
#include "engine/discover/mine.h"
#include "engine/discover/piece_counts.h"
#include "engine/discover/word_scores.h"
#include "engine/lexicon/lexicon.h"
#include "engine/lexicon/word_filter.h"
#include "engine/lexicon/word_ranking.h"
#include "engine/lexicon/word_table.h"

namespace ciku {

// The words that are wanted, and the counts that are added to those found.
class WordChoice {
 public:
  // Reads the lexicons that the options name; they may take a quarter of the memory. Throws as
  // Lexicon::Load and WordFilter, and InputError if the added counts are too large.
  WordChoice(const MineOptions& options, size_t memory, const Normalizer* normalizer);

  const WordFilter& filter() const { return filter_; }
  const Lexicon& added() const { return added_; }
  size_t bytes() const { return filter_.bytes() + added_.bytes(); }

 private:
  WordFilter filter_;
  Lexicon added_;
};

// True if the options require the words to be measured; or the corpus to be divided into words. For
// `usual`, dividing is what the method does anyway.
bool NeedsMeasuring(const MineOptions& options);
bool NeedsDivision(const MineOptions& options, bool usual);

// For one thread at a time. The functions are to be called in the order of their declarations.
class MinedWords {
 public:
  MinedWords(const MineOptions& options, const Storage& storage);

  // Calls visit(word, count) for all words that occur at least `min_count` times.
  using VisitAll = std::function<void(uint64_t min_count, const WordVisit& visit)>;

  // Ranks the words that are wanted, and the units unless they are null. If the rule says so,
  // redundant words are dropped first, which may take `memory` bytes. Returns how many words are
  // left. Throws UsageError if the memory is too little.
  uint64_t Rank(const WordChoice& choice, const WordRule& rule, size_t memory,
                const CounterConfig& ranking, const VisitAll& visit_all,
                UnitCounts* units = nullptr);

  // True if the options require the words to be held in memory, and as the functions above.
  bool needs_words() const { return needs_words_; }
  bool needs_measuring() const { return needs_measuring_; }
  bool needs_division(bool usual) const { return needs_division_[usual ? 1 : 0]; }

  // The words that are held.
  const WordTable& held() const { return *held_; }

  // Loads the ranked words into memory. Throws UsageError if they do not fit plan.statistics.
  void Hold(const Symbols& symbols, const MemoryPlan& plan);

  // Records the words that are held, in place of the pieces that they were made of, if other runs
  // go on with them: a run that goes on by itself may choose other words. And the reverse, in place
  // of Rank and Hold: returns false if nothing is recorded.
  void Record() const;
  bool Restore(const Symbols& symbols, const MemoryPlan& plan);

  // The words of the added counts that are not listed.
  NotInRuns* left_out() { return &left_out_; }

  // Sweep 3: measures all occurrences of the words that are held. Throws as MeasureWords.
  void Measure(const Corpus& corpus, const Symbols& symbols, const MemoryPlan& plan,
               Observer* observer);

  // Sets what the last division of the corpus tells about the words that are held.
  void Score(const WordScores& scores);

  // Ends the run. `symbols` are the symbols of the words that are held.
  void Finish(const MineFigures& figures, std::unique_ptr<const Symbols> symbols = nullptr);

  // See MinedLexicon.
  uint64_t size() const { return size_; }
  bool measured() const { return measured_all_; }
  bool divided() const { return divided_; }
  // The rules by which units were found.
  Rules rules() const { return rules_; }
  // The sum of the counts of the listed words. To be called before ForEach.
  uint64_t Total();
  void ForEach(const std::function<void(const MinedWord&)>& visit);
  const MineFigures& figures() const { return figures_; }

 private:
  // The part of Rank that drops redundant words. Calls rank(word, count) for the others.
  void RankIrredundant(const WordRule& rule, size_t memory, const CounterConfig& ranking,
                       const VisitAll& visit_all, const WordVisit& rank);

  void ForEachHeld(const std::function<void(const MinedWord&)>& visit) const;

  const SelectionOptions selection_;
  const Rules rules_;
  const uint64_t top_;
  const bool needs_measuring_;
  const bool needs_words_;
  const bool needs_division_[2];
  const Storage storage_;  // has to outlive the ranking
  std::unique_ptr<const Symbols> symbols_;
  CounterConfig ranking_config_;
  std::optional<WordRanking> ranking_;
  std::optional<WordTable> held_;
  MeasuredWords measured_;
  bool measured_all_ = false;
  bool divided_ = false;
  std::vector<uint32_t> selected_;  // of the words that are held
  uint64_t spilled_before_ = 0;     // by dropping redundant words, or by the run that ranked
  uint64_t size_ = 0;
  MineFigures figures_;
  NotInRuns left_out_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_MINED_WORDS_H_
