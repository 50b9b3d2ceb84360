// What the scripts for completion are made of.
#ifndef CIKU_ENGINE_COMMANDS_HELP_COMPLETION_PARTS_H_
#define CIKU_ENGINE_COMMANDS_HELP_COMPLETION_PARTS_H_

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace ciku {

// What an option or an argument takes.
enum class Takes { kNothing, kNames, kFiles, kFolders, kText };

Takes TakenBy(const CLI::Option& option);

bool MayBeRepeated(const CLI::Option& option);

// Whether the command is typed as one word. Others follow a word that is a command, too.
bool IsOneWord(const CLI::App& command);

// All commands of a program, and all options and arguments of a command, in the order of the help.
std::vector<const CLI::App*> CommandsOf(const CLI::App& program);
std::vector<const CLI::Option*> OptionsOf(const CLI::App& command);

// Puts a backslash before each of these characters.
std::string Escaped(std::string_view text, std::string_view characters);

// Puts the text between single quotes, for bash and zsh.
std::string Quoted(std::string_view text);

// The scripts for each shell.
std::string BashCompletion(const CLI::App& program);
std::string ZshCompletion(const CLI::App& program);
std::string FishCompletion(const CLI::App& program);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_HELP_COMPLETION_PARTS_H_
