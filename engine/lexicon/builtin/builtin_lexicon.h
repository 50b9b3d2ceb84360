// The lexicon that is built into the program; README.md in this folder says how it was made.
#ifndef CIKU_ENGINE_LEXICON_BUILTIN_BUILTIN_LEXICON_H_
#define CIKU_ENGINE_LEXICON_BUILTIN_BUILTIN_LEXICON_H_

#include <string_view>

namespace ciku {

// Returns the text of lexicon.tsv: a line `word TAB count` for each word.
std::string_view BuiltinLexicon();

// Returns what Tokenizer::TablesOf returns for this lexicon; make_tables.cc makes it during the
// build.
std::string_view BuiltinTables();

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_BUILTIN_BUILTIN_LEXICON_H_
