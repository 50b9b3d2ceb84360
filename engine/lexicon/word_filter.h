// Which of the words that were found are wanted.
#ifndef CIKU_ENGINE_LEXICON_WORD_FILTER_H_
#define CIKU_ENGINE_LEXICON_WORD_FILTER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

#include "engine/lexicon/words.h"
#include "engine/text/normalizer.h"

namespace ciku {

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
