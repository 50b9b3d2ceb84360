// Which words are typical of one corpus, compared with another one.
#ifndef CIKU_ENGINE_LEXICON_KEYNESS_H_
#define CIKU_ENGINE_LEXICON_KEYNESS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/lexicon/comparison.h"

namespace ciku {

// How many tokens each corpus has. What is not given is the sum of the counts in the lexicon.
struct CorpusSizes {
  std::optional<uint64_t> a;
  std::optional<uint64_t> b;
};

struct KeyWord {
  size_t word = 0;  // its index in Comparison::words
  // The log-likelihood of the counts O in corpora of N tokens each, 2 sum(O ln(O / E)), where
  // E = N (sum of both O) / (sum of both N) (Rayson and Garside 2000, "Comparing corpora using
  // frequency profiling"). 3.84 or more is significant at 0.05, 15.13 at 0.0001.
  double g2 = 0;
  // The binary logarithm of the ratio of the relative frequencies, in a over in b; half an
  // occurrence stands for none (Hardie 2014, "Log Ratio"). Positive if the word is more frequent in
  // a: 1 is twice as frequent, 2 four times.
  double log_ratio = 0;
};

// All words, those with the largest G2 first, then in the order of the comparison. A word that is
// in one lexicon only has the count 0 in the other. Throws UsageError if a word has no count, or if
// a corpus has fewer tokens than a word has occurrences, or none. O(words log words).
std::vector<KeyWord> ByKeyness(const Comparison& comparison, const CorpusSizes& sizes = {});

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_KEYNESS_H_
