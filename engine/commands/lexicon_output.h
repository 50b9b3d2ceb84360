// Options for lexicon files: the format of those that are read, and how one is written.
#ifndef CIKU_ENGINE_COMMANDS_LEXICON_OUTPUT_H_
#define CIKU_ENGINE_COMMANDS_LEXICON_OUTPUT_H_

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "io/lexicons/lexicon_format.h"

namespace ciku {

// A lexicon that is written, as the command line describes it.
struct LexiconOutput {
  std::string path = "-";
  std::optional<LexiconFormat> format;
  std::vector<std::string> columns;
  std::optional<bool> header;
  bool byte_order_mark = false;
};

// Adds --lexicon-format, for a command that reads lexicons. `format` must outlive the parsing.
void AddLexiconFormatOption(CLI::App* command, std::optional<LexiconFormat>* format);

// Adds --output, --format, --columns, --header, --no-header and --bom. `output` must outlive the
// parsing.
void AddLexiconOutputOptions(CLI::App* command, LexiconOutput* output);

// The names of these options, but for --output.
std::vector<std::string> LexiconOutputOptionNames();

// Returns the layout of the output; `statistics` says whether all statistics are asked for. Throws
// UsageError if the options contradict each other.
LexiconLayout LayoutOf(const LexiconOutput& output, bool statistics);

// Warns of words that were left out, and of words that readers will not find as they are.
void WarnOfWritten(const WrittenWords& written, LexiconFormat format);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_LEXICON_OUTPUT_H_
