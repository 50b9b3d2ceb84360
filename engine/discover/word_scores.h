// What the last division of a corpus tells about its words: stretches, gain and score.
#ifndef CIKU_ENGINE_DISCOVER_WORD_SCORES_H_
#define CIKU_ENGINE_DISCOVER_WORD_SCORES_H_

#include <cstdint>
#include <vector>

#include "engine/discover/unigram_words.h"
#include "engine/lexicon/word_table.h"
#include "engine/lexicon/words.h"

namespace ciku {

struct WordScores {
  UnigramWords words;
  std::vector<uint64_t> stretches;  // by word: a bit for each stretch in which it is a token
  std::vector<double> gains;        // by word
  // The gain that words of 2, 3, ... symbols must have; that of the last length is for longer ones,
  // too.
  std::vector<double> least_gains;
};

// Sets stretches, gain and score of the words of a table. `statistics` are by word number.
void SetScores(const WordScores& scores, const WordTable& table,
               std::vector<WordStatistics>* statistics);

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_WORD_SCORES_H_
