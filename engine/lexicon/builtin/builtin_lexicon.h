// The lexicon that is a part of the program: README.md here says how it was made.
#ifndef CIKU_ENGINE_LEXICON_BUILTIN_BUILTIN_LEXICON_H_
#define CIKU_ENGINE_LEXICON_BUILTIN_BUILTIN_LEXICON_H_

#include <string_view>

namespace ciku {

// Its text, as it is in lexicon.tsv: a line `word TAB count` for each word.
std::string_view BuiltinLexicon();

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_BUILTIN_BUILTIN_LEXICON_H_
