// How good a segmentation is, and how good a lexicon.
#ifndef CIKU_ENGINE_LEXICON_EVALUATION_H_
#define CIKU_ENGINE_LEXICON_EVALUATION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace ciku {

// A segmentation against the gold one, as the scorer of the SIGHAN bakeoffs counts: a word is right
// when both have it at the same place. Of the words between two places where both agree, as many as
// there are in both were substituted; what is over in the gold segmentation was deleted, what is
// over in the other was inserted. (That scorer aligns words by `diff`, which now and then misses a
// few that could be matched.)
struct SegmentationScore {
  uint64_t records = 0;
  uint64_t true_words = 0;  // of the gold segmentation
  uint64_t test_words = 0;  // of the other
  uint64_t right = 0;
  uint64_t insertions = 0;
  uint64_t deletions = 0;
  uint64_t substitutions = 0;
  // Of the true words those that are not among the training words, and those of them that are
  // right. All are known where no training words are given.
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
  // 0 where nothing was to be found.
  static double Ratio(uint64_t part, uint64_t all) {
    return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
  }
};

// Words by themselves.
using WordSet = std::unordered_set<std::string>;

// The words of lexicons in any format that have `min_length` symbols or more. Throws as
// LexiconReader.
WordSet ReadWords(const std::vector<std::string>& paths, size_t min_length = 1);

// Compares two files that hold the same text, a record a line, words separated by white space.
// Lines may have up to a GiB. Throws InputError, naming the first place where the texts differ, and
// as LineReader does.
SegmentationScore Evaluate(const std::string& gold, const std::string& predicted,
                           const std::optional<WordSet>& training_words);

// How many of a lexicon's words are known to be words.
struct LexiconScore {
  struct Precision {
    uint64_t first = 0;  // so many words, the first
    uint64_t known = 0;
  };
  std::vector<Precision> precisions;  // of the first 100, 1000, 10,000 as far as there are, and all
  uint64_t words = 0;
  uint64_t known = 0;
  uint64_t all_known = 0;  // of the word lists
};

// The words of `min_length` symbols or more of a lexicon, in its order, against a list of all that
// are known. Throws as LexiconReader.
LexiconScore EvaluateLexicon(const std::string& lexicon, const WordSet& known, size_t min_length);

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_EVALUATION_H_
