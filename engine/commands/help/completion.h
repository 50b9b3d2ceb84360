// Scripts by which shells complete ciku's command lines, made from the definitions of its options.
#ifndef CIKU_ENGINE_COMMANDS_HELP_COMPLETION_H_
#define CIKU_ENGINE_COMMANDS_HELP_COMPLETION_H_

#include <CLI/CLI.hpp>
#include <string>

#include "io/names.h"

namespace ciku {

enum class Shell { kBash, kZsh, kFish };

inline constexpr Named<Shell> kShells[] = {
    {"bash", Shell::kBash}, {"zsh", Shell::kZsh}, {"fish", Shell::kFish}};

// Returns a script that tells the shell the commands of the program, their options, the values that
// are names, and where files and folders belong.
std::string CompletionScript(const CLI::App& program, Shell shell);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_HELP_COMPLETION_H_
