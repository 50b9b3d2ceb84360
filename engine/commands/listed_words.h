// The last passes of the commands that make lexicons: words are held, measured, chosen, written.
#ifndef CIKU_ENGINE_COMMANDS_LISTED_WORDS_H_
#define CIKU_ENGINE_COMMANDS_LISTED_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/commands/lexicon_output.h"
#include "engine/commands/method_options.h"
#include "engine/commands/report.h"
#include "engine/discover/memory_plan.h"
#include "engine/discover/pieces.h"
#include "engine/discover/word_statistics.h"
#include "engine/lexicon/dictionary.h"
#include "engine/lexicon/word_filter.h"
#include "engine/lexicon/word_ranking.h"
#include "engine/lexicon/word_table.h"
#include "engine/sweep/checkpoints.h"
#include "engine/text/symbols.h"
#include "io/corpus.h"
#include "io/text_output.h"

namespace ciku {

// Words that are listed: their ranking, or where that is not enough, all of them in memory.
struct ListedWords {
  std::optional<WordRanking> ranking;
  std::optional<WordTable> held;
  MeasuredWords measured;       // where statistics are needed
  uint64_t spilled_before = 0;  // to sort words before redundant ones were dropped

  uint64_t spilled_bytes() const {
    return spilled_before + ranking->spilled_bytes() + measured.spilled_bytes;
  }
};

// Which words are ranked, and how: the method, the filter, and words of an earlier run.
class WordChoice {
 public:
  // Reads the lexicons that the options name, which take up to a quarter of the memory. Throws as
  // Dictionary::Load and WordFilter.
  WordChoice(const LexiconOptions& options, size_t memory, const Normalizer* normalizer);

  const Dictionary& added_counts() const { return added_counts_; }
  size_t bytes() const { return filter_.bytes() + added_counts_.bytes(); }

  // Ranks the words that `visit_all` visits; drops those that are redundant where the rule says so,
  // which may take `memory` bytes. Throws UsageError where that is too little.
  void Rank(const WordRule& rule, size_t memory, const CounterConfig& ranking,
            const std::function<void(const WordVisit&)>& visit_all, ListedWords* words) const;

 private:
  WordFilter filter_;
  Dictionary added_counts_;
};

// After sweep 2: merges the pieces' counts, which it uses up, and ranks those that are words by the
// method's rule; then frees the joints. Words that are measured, or sorted otherwise, are taken
// into memory. Throws UsageError where they do not fit plan.statistics.
ListedWords RankListed(const MethodOptions& method, const WordChoice& choice,
                       const StatisticsOptions& statistics, const Symbols& symbols,
                       const MemoryPlan& plan, const Storage& storage, PieceCounts* pieces,
                       std::unique_ptr<Joints>* joints, Report* report);

// Sweep 3, where statistics are needed: measures all occurrences of the words that are held. Throws
// as MeasureWords.
void MeasureWords(const StatisticsOptions& options, const Corpus& corpus, const Symbols& symbols,
                  const MemoryPlan& plan, const Storage& storage, Report* report,
                  ListedWords* words);

// The last pass: writes the words in order, and says in the report how many. The ranking is empty
// afterwards.
void WriteLexicon(const LexiconOptions& options, const StatisticsOptions& statistics,
                  ListedWords* words, Report* report, TextOutput* output);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_LISTED_WORDS_H_
