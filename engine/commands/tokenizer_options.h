// Options for the tokenizer that divides text into words.
#ifndef CIKU_ENGINE_COMMANDS_TOKENIZER_OPTIONS_H_
#define CIKU_ENGINE_COMMANDS_TOKENIZER_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/commands/report.h"
#include "engine/lexicon/tokenizer.h"
#include "io/lexicons/lexicon_format.h"

namespace ciku {

struct TokenizerChoice {
  std::string lexicon;                  // empty for the built-in one
  std::vector<std::string> user_words;  // lexicons whose words are added
  std::optional<LexiconFormat> format;  // of all these; told from the lines of each if missing
  TokenizerOptions options;
  // What will stand between tokens as text; empty if tokens are told apart otherwise. Words of the
  // lexicon that hold it are warned of.
  std::string separator;
};

// Adds --lexicon, --user-words, --lexicon-format, --rules, --script and --no-joining. `choice` must
// outlive the parsing.
void AddTokenizerOptions(CLI::App* command, TokenizerChoice* choice);

// Adds --alphabet, for commands that tokenize all of a text.
void AddTokenizerAlphabetOption(CLI::App* command, TokenizerChoice* choice);

// Adds --tokenized, for text that needs no tokenizer.
void AddTokenizedOption(CLI::App* command, bool* tokenized, const char* description);

// Reads the lexicon, as a pass of its own, and reports what the options leave open. A lexicon that
// is not built in may take an eighth of the memory, but always 4 MiB: if the memory is too small
// for the whole run, the error has to say that, and not that the lexicon is too large. Throws as
// Lexicon::Load, and UsageError if the options contradict each other.
Tokenizer MakeTokenizer(const TokenizerChoice& choice, size_t memory, Report* report);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_TOKENIZER_OPTIONS_H_
