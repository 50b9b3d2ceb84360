// Which of the words that were found are wanted.
#ifndef CIKU_ENGINE_LEXICON_WORD_FILTER_H_
#define CIKU_ENGINE_LEXICON_WORD_FILTER_H_

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/text/normalizer.h"

namespace ciku {

// Lengths of words that are wanted, in symbols, both ends included.
struct LengthRange {
  size_t least = 1;
  size_t most = std::numeric_limits<size_t>::max();

  bool Contains(size_t length) const { return length >= least && length <= most; }
};

struct FilterOptions {
  LengthRange lengths = {};
  bool no_digits = false;  // leaves out words that hold a digit: general category Nd
  bool no_latin = false;   // leaves out words that hold a letter of script Latin
  // Lexicons, in any format, whose words are left out.
  std::vector<std::string> excluded = {};
  std::vector<std::string> stop_words = {};  // the same
};

// Immutable; safe to share between threads.
class WordFilter {
 public:
  // Reads the lexicons, whose words may take `memory` bytes; where text is folded, so are they, to
  // match what is found in it. Throws as LexiconReader does, and UsageError where they need more.
  WordFilter(const FilterOptions& options, size_t memory, const Normalizer* normalizer = nullptr);

  // Whether the word, in UTF-8, is wanted.
  bool Wants(std::string_view word) const;

  // How much memory the words take.
  size_t bytes() const { return bytes_; }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };

  const FilterOptions options_;
  size_t bytes_ = 0;
  std::unordered_set<std::string, Hash, std::equal_to<>> excluded_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_WORD_FILTER_H_
