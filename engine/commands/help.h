// Help texts that fit a terminal.
#ifndef CIKU_ENGINE_COMMANDS_HELP_H_
#define CIKU_ENGINE_COMMANDS_HELP_H_

#include <CLI/CLI.hpp>
#include <memory>

namespace ciku {

// Returns a formatter that puts an option's description and default below the option, wrapped to 80
// columns.
std::shared_ptr<CLI::FormatterBase> HelpFormatter();

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_HELP_H_
