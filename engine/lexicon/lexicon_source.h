// The entries of a lexicon, wherever it comes from.
#ifndef CIKU_ENGINE_LEXICON_LEXICON_SOURCE_H_
#define CIKU_ENGINE_LEXICON_LEXICON_SOURCE_H_

#include <optional>
#include <string>
#include <string_view>

#include "engine/lexicon/lexicon.h"
#include "io/lexicons/lexicon_file.h"

namespace ciku {

// Reads the entries of a lexicon file, or of the built-in lexicon. Not safe for use by two threads
// at once.
class LexiconSource {
 public:
  // The format of a file is told from its lines if none is named. Throws as LexiconReader does.
  explicit LexiconSource(const std::string& path, std::optional<LexiconFormat> format = {});

  // Reads the next entry. Returns false if there is none. Throws as LexiconReader does.
  bool Next(LexiconEntry* entry);

  // The same. Throws InputError also if a lexicon may not hold the entry: if its count is 0, or its
  // word is not valid UTF-8, holds a control character or has more than kLongestLexiconWord
  // symbols.
  bool NextWord(LexiconEntry* entry);

  // Where the last entry stands, for messages.
  std::string Place() const;

 private:
  std::optional<LexiconReader> file_;
  std::string_view builtin_;  // what is left of it
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_LEXICON_SOURCE_H_
