// Why a word is found, or is not: what counts of n-grams say of each of its joints.
#ifndef CIKU_ENGINE_VIEW_EXPLANATION_H_
#define CIKU_ENGINE_VIEW_EXPLANATION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/discover/method_options.h"
#include "engine/sweep/resources.h"

namespace ciku {

// An n-gram around a joint.
struct WeighedNgram {
  std::string ngram;
  uint64_t count = 0;
  // The pair's PMI, or the n-gram's cohesion, in nats; nothing if it does not occur.
  std::optional<double> weight;
  // What the method asks for, and whether the n-gram has it.
  uint64_t least_count = 0;
  double least_weight = 0;
  bool holds = false;
};

// A place between two symbols of a word.
struct JointExplanation {
  std::string left;  // the symbols before and behind it
  std::string right;
  uint64_t left_count = 0;
  uint64_t right_count = 0;
  // What may hold it together: of methods that weigh pairs, the pair; of n-gram discovery, the
  // n-grams of the word that cover it, the longest first.
  std::vector<WeighedNgram> ngrams;
  bool holds = false;
};

// Of the unigram method: a part of a word that is a seed or a single symbol, or the word itself.
struct SeedExplanation {
  std::string ngram;
  uint64_t count = 0;
  uint64_t least_count = 0;
  double left_entropy = 0;  // in nats
  double right_entropy = 0;
  double least_entropy = 0;
  bool is_seed = false;
};

// Of the unigram method: what the counts of n-grams say before text is divided.
struct GainExplanation {
  SeedExplanation word;
  std::vector<SeedExplanation>
      parts;  // of two symbols or more, the longest first, from left to right
  // The division into other seeds and symbols with the largest sum of ln p, by the counts of
  // n-grams; and by how much ln p of the word exceeds that, in nats.
  std::vector<std::string> division;
  double gain = 0;
  double least_gain = 0;
};

struct WordExplanation {
  std::string word;  // folded, as the text was
  size_t symbols = 0;
  // How often it occurs in runs of text; nothing if it is longer than the n-grams that were
  // counted.
  std::optional<uint64_t> occurrences;
  std::vector<JointExplanation> joints;  // unless the method is the unigram method
  std::optional<GainExplanation> gain;   // of words of two symbols or more that occur
};

// Explains words by a counts file of n-grams, which is read once. Throws InputError if the file
// holds something else, if a word is empty, or if it has a character that is no symbol of the text
// that was counted; UsageError if the counts do not suffice for the method and these words;
// CorruptionError if the file is damaged.
std::vector<WordExplanation> Explain(const std::vector<std::string>& words,
                                     const std::string& counts, const MethodOptions& method,
                                     const Resources& resources = DefaultResources(),
                                     Observer* observer = NoObserver());

}  // namespace ciku

#endif  // CIKU_ENGINE_VIEW_EXPLANATION_H_
