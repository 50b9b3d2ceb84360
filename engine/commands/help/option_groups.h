// The order in which the help, the man pages and the completion list commands and options.
#ifndef CIKU_ENGINE_COMMANDS_HELP_OPTION_GROUPS_H_
#define CIKU_ENGINE_COMMANDS_HELP_OPTION_GROUPS_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace ciku {

struct OptionGroup {
  std::string title;
  std::vector<const CLI::Option*> options;
};

struct CommandGroup {
  std::string title;
  std::vector<const CLI::App*> commands;
};

// Returns all options and positional arguments of a command, or of the program itself, in groups.
// Groups and their options are in the order of a table, the most used first; what the table does
// not know comes last.
std::vector<OptionGroup> GroupedOptions(const CLI::App& command);

// Returns all commands of the program in groups, the most used first.
std::vector<CommandGroup> GroupedCommands(const CLI::App& program);

// A command as it is typed: "cluster plan" of cluster-plan.
std::string CommandName(const CLI::App& command);
std::string CommandName(const std::string& name);

// "--threads" of "-j,--threads"; the name of a positional argument as it is.
std::string LongName(const CLI::Option& option);

// All names of an option with their hyphens, the short ones first.
std::vector<std::string> NamesOf(const CLI::Option& option);

// What the option takes, such as "FILE"; empty for a flag and for a positional argument.
std::string TypeOf(const CLI::Option& option);

// The names that an option takes as values; empty if it takes others.
std::vector<std::string> ValuesOf(const CLI::Option& option);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_HELP_OPTION_GROUPS_H_
