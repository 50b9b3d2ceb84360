// Options for the words of a lexicon: which words are listed, and in which order.
#ifndef CIKU_ENGINE_COMMANDS_LEXICON_OPTIONS_H_
#define CIKU_ENGINE_COMMANDS_LEXICON_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <string>

#include "engine/commands/lexicon_output.h"
#include "engine/commands/report.h"
#include "engine/discover/mine.h"
#include "engine/text/text_options.h"
#include "io/lexicons/lexicon_format.h"
#include "io/output/text_output.h"

namespace ciku {

// Adds the options of AddLexiconOutputOptions, and those that set options->filter, add_counts,
// lexicon_format, top, statistics and selection. `options` and `output` must outlive the parsing.
void AddLexiconOptions(CLI::App* command, MineOptions* options, LexiconOutput* output);

// Returns the layout of the output, and sets the columns of the options. Throws ValidationError if
// the lengths exclude all words, and UsageError if there is no such layout.
LexiconLayout CheckLexiconOptions(const LexiconOutput& output, MineOptions* options);

// Throws ValidationError if words of this text may hold blanks and the format cannot hold these.
void CheckFormatHolds(LexiconFormat format, Alphabet alphabet, Rules rules);

// The names of all these options but --output; and the names of those that need the corpus, so that
// pieces alone do not suffice.
std::vector<std::string> LexiconOptionNames();
std::vector<std::string> StatisticsOptionNames();

// Warns of words that are missing: those that are too long; or all, and then says which threshold
// to lower. `words` is the number of those that are listed.
void WarnOfWords(const MineFigures& figures, const MineOptions& options, uint64_t words);

// The last pass: writes the words in order and reports their number.
WrittenWords WriteLexicon(MinedLexicon* lexicon, const LexiconLayout& layout, Report* report,
                          TextOutput* output);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_LEXICON_OPTIONS_H_
