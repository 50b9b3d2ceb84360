// The words of a run from their ranking to the list: chosen, held, measured, sorted.
#ifndef CIKU_ENGINE_DISCOVER_MINED_WORDS_H_
#define CIKU_ENGINE_DISCOVER_MINED_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/discover/measure_words.h"
#include "engine/discover/memory_plan.h"
#include "engine/discover/method.h"
#include "engine/discover/mine.h"
#include "engine/discover/piece_counts.h"
#include "engine/lexicon/lexicon.h"
#include "engine/lexicon/word_filter.h"
#include "engine/lexicon/word_ranking.h"
#include "engine/lexicon/word_table.h"

namespace ciku {

// Which words are wanted, and the counts that are added to theirs.
class WordChoice {
 public:
  // Reads the lexicons that the options name, which may take a quarter of the memory. Throws as
  // Lexicon::Load and WordFilter.
  WordChoice(const FilterOptions& filter, const std::string& add_counts, size_t memory,
             const Normalizer* normalizer);

  const WordFilter& filter() const { return filter_; }
  const Lexicon& added() const { return added_; }
  size_t bytes() const { return filter_.bytes() + added_.bytes(); }

 private:
  WordFilter filter_;
  Lexicon added_;
};

// For one thread at a time. The functions are to be called in the order in which they stand here.
class MinedWords {
 public:
  MinedWords(const MineOptions& options, const Storage& storage);

  // Calls visit(word, count) for all words that occur at least so often.
  using VisitAll = std::function<void(uint64_t min_count, const WordVisit& visit)>;

  // Ranks the words that are wanted; drops redundant ones first if the rule says so, which may take
  // `memory` bytes. Returns how many are left. Throws UsageError if the memory is too little.
  uint64_t Rank(const WordChoice& choice, const WordRule& rule, size_t memory,
                const CounterConfig& ranking, const VisitAll& visit_all);

  // Whether the words have to be held, and measured, for what the options ask.
  bool needs_words() const;
  bool needs_statistics() const;

  // Takes the ranked words into memory. Throws UsageError if they do not fit plan.statistics.
  void Hold(const Symbols& symbols, const MemoryPlan& plan);

  // Sweep 3: measures all occurrences of the words that are held. Throws as MeasureWords.
  void Measure(const Corpus& corpus, const Symbols& symbols, const MemoryPlan& plan,
               Observer* observer);

  // The run is over. `symbols` are those of the words that are held.
  void Finish(MineFigures figures, std::unique_ptr<const Symbols> symbols = nullptr);

  // As MinedLexicon has them.
  uint64_t size() const { return size_; }
  bool measured() const { return needs_statistics(); }
  void ForEach(const std::function<void(const MinedWord&)>& visit);
  const MineFigures& figures() const { return figures_; }

 private:
  void ForEachHeld(const std::function<void(const MinedWord&)>& visit) const;

  const SelectionOptions selection_;
  const uint64_t top_;
  const bool statistics_;
  const Storage storage_;  // has to outlive the ranking
  std::unique_ptr<const Symbols> symbols_;
  std::optional<WordRanking> ranking_;
  std::optional<WordTable> held_;
  MeasuredWords measured_;
  std::vector<uint32_t> selected_;  // of the words that are held
  uint64_t spilled_before_ = 0;     // to sort words before redundant ones were dropped
  uint64_t size_ = 0;
  MineFigures figures_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_MINED_WORDS_H_
