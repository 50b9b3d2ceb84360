#include "engine/commands/help/usage_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/commands/help/nearest.h"
#include "engine/commands/help/option_groups.h"

namespace ciku {
namespace {

const CLI::App& CommandOf(const CLI::App& program) {
  const std::vector<const CLI::App*> used =
      program.get_subcommands([](const CLI::App* command) { return command->parsed(); });
  return used.empty() ? program : *used.front();
}

std::vector<std::string> NamesOfOptions(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* const option : command.get_options()) {
    for (const std::string& name : NamesOf(*option)) {
      if (option->nonpositional()) names.push_back(name);
    }
  }
  return names;
}

// The option whose name, with or without hyphens, CLI11's message begins with.
const CLI::Option* OptionNamed(const std::string& message, const CLI::App& command) {
  const std::string name = message.substr(0, message.find_first_of(": "));
  const CLI::Option* const option = command.get_option_no_throw(name);
  return option != nullptr ? option : command.get_option_no_throw("--" + name);
}

// If a command passes options on to another program, as its argument SBATCH-OPTION says, where they
// stand.
std::string WhereOthersStand(const CLI::App& command) {
  static constexpr std::string_view kEnd = "-OPTION";
  for (const CLI::Option* const option : command.get_options()) {
    const std::string name = LongName(*option);
    if (option->nonpositional() || !name.ends_with(kEnd)) continue;
    return fmt::format("; options of {} stand behind --",
                       CLI::detail::to_lower(name.substr(0, name.size() - kEnd.size())));
  }
  return "";
}

std::string NotExpected(const CLI::App& command) {
  const std::vector<std::string> arguments = command.remaining();
  const auto is_option = [](const std::string& argument) {
    return argument.size() > 1 && argument.starts_with('-') && argument != "--";
  };
  const auto unknown = std::find_if(arguments.begin(), arguments.end(), is_option);
  if (unknown == arguments.end()) {
    return fmt::format("unexpected argument '{}'", arguments.empty() ? "" : arguments.front());
  }
  const std::string name = unknown->substr(0, unknown->find('='));
  const bool is_long = name.starts_with("--");
  const std::string meant = is_long ? DidYouMean(name, NamesOfOptions(command)) : "";
  return fmt::format("unknown option '{}'{}", name,
                     meant.empty() ? WhereOthersStand(command) : meant);
}

// CLI11 says of too few and too many values that some number of arguments was expected.
std::string WrongNumber(const std::string& message, const CLI::App& command) {
  const CLI::Option* const option = OptionNamed(message, command);
  if (option == nullptr) return message;
  if (TypeOf(*option).empty()) return LongName(*option) + " takes no value";
  if (option->count() > 1) return LongName(*option) + " is given several times; it takes one value";
  return fmt::format("{} lacks its value, {}", LongName(*option), TypeOf(*option));
}

}  // namespace

std::string Explained(const CLI::ParseError& error, const CLI::App& program) {
  const CLI::App& command = CommandOf(program);
  std::string message = error.what();
  const bool no_command = &command == &program && program.remaining().empty();
  if (no_command) message = "a command is required";
  const std::vector<std::string> left = command.remaining();
  if (left == std::vector<std::string>{"--"}) {
    message += "; behind --, nothing is an option";
  } else if (!left.empty()) {
    message = NotExpected(command);
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    message = WrongNumber(message, command);
  }
  const std::string name = &command == &program ? "" : CommandName(command) + " ";
  return fmt::format("{}{} see `ciku {}--help`", message, message.ends_with('?') ? "" : ";", name);
}

std::string UnknownCommand(const std::string& name, const CLI::App& program) {
  std::vector<std::string> names;
  for (const CommandGroup& group : GroupedCommands(program)) {
    for (const CLI::App* const command : group.commands) names.push_back(CommandName(*command));
  }
  const std::string meant = DidYouMean(CommandName(name), names);
  return fmt::format("unknown command '{}'{}{} see `ciku --help`", CommandName(name), meant,
                     meant.empty() ? ";" : "");
}

}  // namespace ciku
