// Scores of segmentations and of lexicons.
#ifndef CIKU_ENGINE_LEXICON_EVALUATION_H_
#define CIKU_ENGINE_LEXICON_EVALUATION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <variant>
#include <vector>

#include "ciku/lexicon_format.h"

namespace ciku {

// The score of a segmentation against the gold one, counted as the scorer of the SIGHAN bakeoffs
// counts. A word is right if both segmentations have it at the same place. Between two places where
// both agree, let the gold segmentation have m words and the other one n words. Then min(m, n)
// words were substituted; the other gold words were deleted, and the other words of the other
// segmentation were inserted. (That scorer aligns words by `diff`, which now and then misses a few
// that could be matched.)
struct SegmentationScore {
  uint64_t records = 0;
  uint64_t true_words = 0;  // of the gold segmentation
  uint64_t test_words = 0;  // of the other
  uint64_t right = 0;
  uint64_t insertions = 0;
  uint64_t deletions = 0;
  uint64_t substitutions = 0;
  // The true words that are not among the training words, and how many of them are right. All words
  // are known if no training words are given.
  uint64_t unknown = 0;
  uint64_t unknown_right = 0;

  double Precision() const { return Ratio(right, test_words); }
  double Recall() const { return Ratio(right, true_words); }
  // 2 P R / (P + R).
  double F1() const { return Ratio(2 * right, true_words + test_words); }
  double UnknownRate() const { return Ratio(unknown, true_words); }
  double UnknownRecall() const { return Ratio(unknown_right, unknown); }
  double KnownRecall() const { return Ratio(right - unknown_right, true_words - unknown); }

 private:
  // 0 if `all` is 0.
  static double Ratio(uint64_t part, uint64_t all) {
    return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
  }
};

// One figure of a score: a count, or a share between 0 and 1.
struct ScoreFigure {
  std::string_view name;
  std::variant<uint64_t, double> value;
};

// Returns all figures of a score under the names that reports give them. Those of unknown words are
// left out if no training words were given.
std::vector<ScoreFigure> ScoreFigures(const SegmentationScore& score, bool has_training_words);

using WordSet = std::unordered_set<std::string>;

// Returns the words of `min_length` symbols or more from lexicons in any format, which is told from
// their lines if it is not named. Throws as LexiconReader does.
WordSet ReadWords(const std::vector<std::string>& paths, size_t min_length = 1,
                  std::optional<LexiconFormat> format = {});

// Compares two files that hold the same text, one record on each line, with words separated by
// white space. A line may have up to 1 GiB. Throws InputError, naming the first place where the
// texts differ, and as LineReader does.
SegmentationScore Evaluate(const std::string& gold, const std::string& predicted,
                           const std::optional<WordSet>& training_words);

// How many words of a lexicon are in a list of known words.
struct LexiconScore {
  struct Precision {
    uint64_t first = 0;  // how many of the first words
    uint64_t known = 0;  // how many of these are known
  };
  // For the first 100, 1000 and 10,000 words, if there are as many, and for all words.
  std::vector<Precision> precisions;
  uint64_t words = 0;
  uint64_t known = 0;
  uint64_t all_known = 0;  // number of known words in the list
};

// Scores the words of `min_length` symbols or more of a lexicon, in its order, against a set of
// known words. Throws as LexiconReader does.
LexiconScore EvaluateLexicon(const std::string& lexicon, const WordSet& known, size_t min_length,
                             std::optional<LexiconFormat> format = {});

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_EVALUATION_H_
