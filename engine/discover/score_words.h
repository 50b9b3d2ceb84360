// Scores of words that another method than the unigram method has found.
#ifndef CIKU_ENGINE_DISCOVER_SCORE_WORDS_H_
#define CIKU_ENGINE_DISCOVER_SCORE_WORDS_H_

#include "engine/discover/mining_run.h"
#include "engine/discover/word_scores.h"
#include "engine/lexicon/word_table.h"

namespace ciku {

inline constexpr const char* kScoreWords = "score words";

// Divides the corpus once into the words of a table, as the unigram method would: a word's count is
// its probability at first, and each symbol of a word is a word, too, if only a tenth of one. Words
// are then counted anew, and their gains are those of these counts, against the unigram method's
// usual thresholds. A run of more than kLongestRun symbols is divided after each kLongestRun. Goes
// on with what the work folder has recorded of the sweep if that was for the same words and counts.
// Throws as DivideRuns, and UsageError if it all does not fit run.plan().statistics.
WordScores ScoreWords(const MiningRun& run, const WordTable& table);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_SCORE_WORDS_H_
