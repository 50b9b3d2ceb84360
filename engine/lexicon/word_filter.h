// Chooses, of the words that were found, those that are wanted.
#ifndef CIKU_ENGINE_LEXICON_WORD_FILTER_H_
#define CIKU_ENGINE_LEXICON_WORD_FILTER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "engine/lexicon/words.h"
#include "engine/text/normalizer.h"
#include "io/lexicons/lexicon_format.h"

namespace ciku {

// Immutable; safe to share between threads.
class WordFilter {
 public:
  // Reads the lexicons, in a format that is told from their lines if it is not named; their words
  // may take `memory` bytes. If text is folded, the words are folded as well, so that they match
  // words found in it. Throws as LexiconReader does, and UsageError if the words need more memory.
  WordFilter(const FilterOptions& options, size_t memory, const Normalizer* normalizer = nullptr,
             std::optional<LexiconFormat> format = {});

  // True if the word, in UTF-8, is wanted.
  bool Wants(std::string_view word) const;

  // The memory that the words take, in bytes.
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
