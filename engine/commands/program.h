// The program as CLI11 knows it: all commands with their options.
#ifndef CIKU_ENGINE_COMMANDS_PROGRAM_H_
#define CIKU_ENGINE_COMMANDS_PROGRAM_H_

#include <CLI/CLI.hpp>
#include <memory>

namespace ciku {

// Returns the program. Parsing arguments runs the command that they name.
std::unique_ptr<CLI::App> MakeProgram();

// Whether the program has a command of this name.
bool HasCommand(const CLI::App& program, const std::string& name);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_PROGRAM_H_
