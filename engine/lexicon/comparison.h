// How two lexicons differ.
#ifndef CIKU_ENGINE_LEXICON_COMPARISON_H_
#define CIKU_ENGINE_LEXICON_COMPARISON_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ciku/lexicon_format.h"
#include "ciku/word_list.h"

namespace ciku {

// A word's place in a lexicon.
struct Ranked {
  uint64_t rank = 0;  // from 1 on
  std::optional<uint64_t> count;
};

// A word and its place in each of the two lexicons, if it is there.
struct ComparedWord {
  std::string word;
  std::optional<Ranked> a;
  std::optional<Ranked> b;
};

struct Comparison {
  size_t a = 0;  // number of words in each lexicon
  size_t b = 0;
  size_t both = 0;  // number of words that are in both
  // Spearman's rank correlation of the words in both, ranked among themselves; nothing if there are
  // fewer than two.
  std::optional<double> correlation;
  // All words: first those in a, by their rank in a, then the others, by their rank in b.
  std::vector<ComparedWord> words;
};

// Compares two lexicons in any format, which is told from their lines if it is not named. Words
// rank by count, the highest first, then by code points. If some words of a lexicon have no count,
// its words rank in the order of the file. The counts of a word that comes twice are added. Throws
// as LexiconReader does, and InputError if counts add up to 2^64 or more. Holds both lexicons in
// memory.
Comparison Compare(const std::string& path_a, const std::string& path_b,
                   std::optional<LexiconFormat> format = {});

// The same for lists in memory, whose words rank by count.
Comparison Compare(const WordList& a, const WordList& b);

// The words in both, those whose rank has changed most first: sorted by the ratio of the ranks,
// then by the rank in a.
std::vector<ComparedWord> ByChangeOfRank(const Comparison& comparison);

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_COMPARISON_H_
