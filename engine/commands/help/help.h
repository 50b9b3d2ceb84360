// Help texts: short ones for -h and full ones for --help.
#ifndef CIKU_ENGINE_COMMANDS_HELP_HELP_H_
#define CIKU_ENGINE_COMMANDS_HELP_HELP_H_

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace ciku {

// Gives the program the options -h, a line or two for each option, and --help, which describes them
// in full. Both are as wide as the terminal, but 100 columns at most, and 80 where there is no
// terminal. Must be called before commands are added, which inherit them.
void AddHelpOptions(CLI::App* program);

// The first part of a description, up to the first ". ", "; ", ": " or " (": what -h shows. The
// descriptions of options are written so that it says enough.
std::string Summary(const std::string& description);

// "ciku mine [OPTIONS] [INPUT...]"; options that are required follow.
std::string UsageOf(const CLI::App& command);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_HELP_HELP_H_
