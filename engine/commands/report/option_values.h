// The options of a command, as CLI11 has parsed them.
#ifndef CIKU_ENGINE_COMMANDS_REPORT_OPTION_VALUES_H_
#define CIKU_ENGINE_COMMANDS_REPORT_OPTION_VALUES_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "io/json.h"

namespace ciku {

// Names of validators: an option that has one of these takes whole numbers, or numbers.
inline constexpr char kWholeNumbers[] = "whole numbers";
inline constexpr char kNumbers[] = "numbers";

// Returns the value of every option of a command but for help, given or not, under its long name
// with underscores in place of hyphens ("min_count"), and of every positional argument under its
// name ("INPUT"). Flags are true or false; options that take several values are arrays; null stands
// for a value that was not given and is not fixed. To be called when the command has been parsed.
Json OptionValues(CLI::App* command);

// A file that the command line names.
struct NamedFile {
  std::string option;  // "--lexicon", or "INPUT"
  std::string path;
};

// Returns the files that a command reads: what was given for options of the types FILE, INPUT,
// LEXICON, COUNTS, JOINTS and PIECES, except for --output and --report.
std::vector<NamedFile> FilesRead(const CLI::App& command);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_REPORT_OPTION_VALUES_H_
