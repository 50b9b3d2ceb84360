// Which tokenizer divides text into words.
#ifndef CIKU_ENGINE_COMMANDS_TOKENIZER_OPTIONS_H_
#define CIKU_ENGINE_COMMANDS_TOKENIZER_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <cstddef>
#include <string>

#include "engine/commands/report.h"
#include "engine/lexicon/tokenizer.h"

namespace ciku {

struct TokenizerChoice {
  std::string lexicon;  // empty for the built-in one
  TokenizerOptions options;
};

// Adds --lexicon and --no-joining. `choice` must outlive the parsing.
void AddTokenizerOptions(CLI::App* command, TokenizerChoice* choice);

// Adds --tokenized, for text that no tokenizer is needed for.
void AddTokenizedOption(CLI::App* command, bool* tokenized, const char* description);

// Reads the lexicon, which the report is told of, as a pass of its own; one that is named may take
// an eighth of the memory, and 4 MiB at least, so that where the memory is too little for all it is
// that which is said. Adds to `job`, unless that is null, what the tokens depend on, under the
// names of options. Throws as Dictionary::Load.
Tokenizer MakeTokenizer(const TokenizerChoice& choice, size_t memory, Report* report,
                        Json* job = nullptr);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_TOKENIZER_OPTIONS_H_
