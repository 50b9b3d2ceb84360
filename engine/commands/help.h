// Help as it fits a terminal.
#ifndef CIKU_ENGINE_COMMANDS_HELP_H_
#define CIKU_ENGINE_COMMANDS_HELP_H_

#include <CLI/CLI.hpp>
#include <memory>

namespace ciku {

// A formatter that puts an option's description below it, wrapped to 80 columns, with its default.
std::shared_ptr<CLI::FormatterBase> HelpFormatter();

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_HELP_H_
