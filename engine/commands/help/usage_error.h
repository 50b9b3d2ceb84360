// What was wrong with a command line, in plain words.
#ifndef CIKU_ENGINE_COMMANDS_HELP_USAGE_ERROR_H_
#define CIKU_ENGINE_COMMANDS_HELP_USAGE_ERROR_H_

#include <CLI/CLI.hpp>
#include <string>

namespace ciku {

// Returns the message for an error that parsing has thrown. It names what was meant, if something
// is near, and where help is.
std::string Explained(const CLI::ParseError& error, const CLI::App& program);

// Returns the message for a command that does not exist.
std::string UnknownCommand(const std::string& name, const CLI::App& program);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_HELP_USAGE_ERROR_H_
