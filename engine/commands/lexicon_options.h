// Options for the words of a lexicon: which words are listed, in which order and in which format.
#ifndef CIKU_ENGINE_COMMANDS_LEXICON_OPTIONS_H_
#define CIKU_ENGINE_COMMANDS_LEXICON_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <string>

#include "engine/commands/report.h"
#include "engine/discover/mine.h"
#include "io/lexicon_file.h"
#include "io/text_output.h"

namespace ciku {

// Adds --format and the options that set options->filter, add_counts, top, statistics and
// selection. `options` and `format` must outlive the parsing.
void AddLexiconOptions(CLI::App* command, MineOptions* options, LexiconFormat* format);

// Throws ValidationError if the lengths exclude all words, or if statistics are to be written and
// the format has no room for them.
void CheckLexiconOptions(const MineOptions& options, LexiconFormat format);

// The names of all these options; and the names of those that need the corpus, so that pieces alone
// do not suffice.
std::vector<std::string> LexiconOptionNames();
std::vector<std::string> StatisticsOptionNames();

// Warns of words that are missing: those that are too long; or all, and then says which threshold
// to lower. `words` is the number of those that are listed.
void WarnOfWords(const MineFigures& figures, const MineOptions& options, uint64_t words);

// The last pass: writes the words in order and reports their number.
void WriteLexicon(MinedLexicon* lexicon, const MineOptions& options, LexiconFormat format,
                  Report* report, TextOutput* output);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_LEXICON_OPTIONS_H_
