// How two lexicons differ.
#ifndef CIKU_ENGINE_LEXICON_COMPARISON_H_
#define CIKU_ENGINE_LEXICON_COMPARISON_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ciku {

// A word's place in a lexicon.
struct Ranked {
  uint64_t rank = 0;  // from 1 on
  std::optional<uint64_t> count;
};

// A word and where it stands in either lexicon, if it does.
struct ComparedWord {
  std::string word;
  std::optional<Ranked> a;
  std::optional<Ranked> b;
};

struct Comparison {
  size_t a = 0;  // words of each lexicon
  size_t b = 0;
  size_t both = 0;  // words that are in both
  // Spearman's rank correlation of these, by their ranks among each other; nothing where there are
  // fewer than two.
  std::optional<double> correlation;
  // All words, by their rank in a, and those that a does not hold after them, by their rank in b.
  std::vector<ComparedWord> words;
};

// Reads two lexicons, in any format. Words rank by count, the highest first, then by code points;
// in a lexicon where some have no count, as they come. The counts of a word that comes twice are
// added. Throws as LexiconReader does. Takes memory for both lexicons.
Comparison Compare(const std::string& path_a, const std::string& path_b);

// The words in both, those first whose rank has changed most: by the ratio of the ranks, then by
// rank in a.
std::vector<ComparedWord> ByChangeOfRank(const Comparison& comparison);

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_COMPARISON_H_
