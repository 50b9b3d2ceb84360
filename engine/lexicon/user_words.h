// Words that a user adds to a lexicon.
#ifndef CIKU_ENGINE_LEXICON_USER_WORDS_H_
#define CIKU_ENGINE_LEXICON_USER_WORDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ciku/lexicon.h"
#include "ciku/lexicon_format.h"

namespace ciku {

// The least count with which a word is more probable than its best division into words of the
// lexicon: the least n with ln n - ln T > s, where T is the sum of all counts and s the sum of ln n
// - ln T over the best division; a symbol that is no word counts -100. At least 1. O(length^2).
uint64_t WinningCount(const Lexicon& lexicon, std::string_view word);

// A word, and its count if it has one.
using UserWord = std::pair<std::string, std::optional<uint64_t>>;

// Adds words to a lexicon. A count is added to the count that the word has. A word without a count
// gets its WinningCount, unless it has a larger one. All counts depend on the lexicon as it was, so
// the order of the words does not matter. Throws as Lexicon::Add.
void AddUserWords(const std::vector<UserWord>& words, Lexicon* lexicon);

// The same for the words of lexicon files, in any format, which is told from their lines if it is
// not named. Throws as Lexicon::Load and Lexicon::Add.
void AddUserWords(const std::vector<std::string>& paths, Lexicon* lexicon,
                  std::optional<LexiconFormat> format = {});

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_USER_WORDS_H_
