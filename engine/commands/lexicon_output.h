// What is written of a lexicon, and how.
#ifndef CIKU_ENGINE_COMMANDS_LEXICON_OUTPUT_H_
#define CIKU_ENGINE_COMMANDS_LEXICON_OUTPUT_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <string>

#include "engine/commands/report.h"
#include "engine/lexicon/word_filter.h"
#include "engine/lexicon/word_ranking.h"
#include "io/lexicon_file.h"
#include "io/text_output.h"

namespace ciku {

struct LexiconOptions {
  FilterOptions filter;
  uint64_t top = std::numeric_limits<uint64_t>::max();
  LexiconFormat format = LexiconFormat::kTsv;
};

// Adds the options. `options` must outlive the parsing.
void AddLexiconOptions(CLI::App* command, LexiconOptions* options);

// Throws ValidationError where no word could have one of the lengths.
void CheckLexiconOptions(const LexiconOptions& options);

// The last pass: writes the words in order, and says in the report how many. The ranking is empty
// afterwards.
void WriteLexicon(const LexiconOptions& options, WordRanking* words, Report* report,
                  TextOutput* output);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_LEXICON_OUTPUT_H_
