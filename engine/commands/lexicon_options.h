// Options for the words of a lexicon: which are listed, in which order, and how they are written.
#ifndef CIKU_ENGINE_COMMANDS_LEXICON_OPTIONS_H_
#define CIKU_ENGINE_COMMANDS_LEXICON_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <string>

#include "engine/commands/report.h"
#include "engine/discover/mine.h"
#include "io/lexicon_file.h"
#include "io/text_output.h"

namespace ciku {

// Adds the options that set options->filter, add_counts, top, statistics and selection, and
// --format. What they are read into must outlive the parsing.
void AddLexiconOptions(CLI::App* command, MineOptions* options, LexiconFormat* format);

// Throws ValidationError if no word could have one of the lengths, or if the format has no room for
// statistics that are to be written.
void CheckLexiconOptions(const MineOptions& options, LexiconFormat format);

// The names of all these options; and of those that need the corpus to be read, or its pieces.
std::vector<std::string> LexiconOptionNames();
std::vector<std::string> StatisticsOptionNames();

// The last pass: writes the words in order, and says in the report how many.
void WriteLexicon(MinedLexicon* lexicon, const MineOptions& options, LexiconFormat format,
                  Report* report, TextOutput* output);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_LEXICON_OPTIONS_H_
