// The manual page of a command, as Markdown.
#ifndef CIKU_ENGINE_COMMANDS_MANUAL_MANUAL_PAGE_H_
#define CIKU_ENGINE_COMMANDS_MANUAL_MANUAL_PAGE_H_

#include <CLI/CLI.hpp>
#include <string>

namespace ciku {

// Returns the page of a command, or of the program itself, made from the same definitions as its
// help.
std::string ManualPage(const CLI::App& command);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_MANUAL_MANUAL_PAGE_H_
