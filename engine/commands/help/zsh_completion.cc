#include <fmt/format.h>

#include <algorithm>

#include "engine/commands/help/completion_parts.h"
#include "engine/commands/help/help.h"
#include "engine/commands/help/option_groups.h"

namespace ciku {
namespace {

// Takes the options of the program itself, a line for each command, and a case for each.
constexpr char kZshScript[] = R"(#compdef ciku
# Completes the command lines of ciku in zsh.
_ciku() {{
  local curcontext=$curcontext state line
  local -a commands
  _arguments -C {}'1:command:->command' '*::argument:->argument'
  case $state in
    command)
      commands=(
{}      )
      _describe command commands
      ;;
    argument)
      local name=$line[1]
      if [[ $name == cluster ]] && ((CURRENT > 2)); then
        name=cluster-$words[2]
        shift words
        ((CURRENT -= 1))
      fi
      curcontext=${{curcontext%:*:*}}:ciku-$name:
      case $name in
{}      esac
      ;;
  esac
}}
if [[ $funcstack[1] == _ciku ]]; then
  _ciku "$@"
else
  compdef _ciku ciku
fi
)";

// For zsh: the arguments of _arguments.
std::string ZshArgument(const CLI::Option& option) {
  const std::string what = Escaped(LongName(option), ":");
  std::string action;
  switch (TakenBy(option)) {
    case Takes::kNothing:
      break;
    case Takes::kNames:
      action = fmt::format(":{}:({})", TypeOf(option), fmt::join(ValuesOf(option), " "));
      break;
    case Takes::kFiles:
      action = fmt::format(":{}:_files", TypeOf(option));
      break;
    case Takes::kFolders:
      action = fmt::format(":{}:_path_files -/", TypeOf(option));
      break;
    case Takes::kText:
      action = fmt::format(":{}: ", Escaped(TypeOf(option), ":"));
      break;
  }
  if (!option.nonpositional()) {
    return Quoted(fmt::format("{}:{}{}", MayBeRepeated(option) ? "*" : "", what,
                              action.substr(std::min(action.size(), action.find(':', 1)))));
  }
  std::vector<std::string> names = NamesOf(option);
  const std::string others = fmt::format("({})", fmt::join(names, " "));
  // The value may follow behind an equals sign, or as the next word.
  for (std::string& name : names) {
    if (!action.empty()) name += name.starts_with("--") ? "=" : "+";
  }
  const std::string description =
      fmt::format("[{}]{}", Escaped(Summary(option.get_description()), "[]\\"), action);
  const std::string each = MayBeRepeated(option) ? "*" : "";
  if (names.size() == 1) return Quoted(each + names.front() + description);
  return fmt::format("{}{{{}}}{}", Quoted(each.empty() ? others : each), fmt::join(names, ","),
                     Quoted(description));
}

}  // namespace

std::string ZshCompletion(const CLI::App& program) {
  std::string commands;
  std::string cases;
  std::string names;
  for (const CLI::App* const command : CommandsOf(program)) {
    if (IsOneWord(*command)) {
      names += command->get_name() + " ";
      const std::string described = Escaped(command->get_description(), ":");
      commands += "        " + Quoted(command->get_name() + ":" + described) + "\n";
    }
    cases += fmt::format("        {})\n          _arguments -S", command->get_name());
    for (const CLI::Option* const option : OptionsOf(*command)) {
      cases += " \\\n            " + ZshArgument(*option);
    }
    cases += "\n          ;;\n";
  }
  commands += "        'help:Describe a command'\n";
  cases +=
      fmt::format("        help)\n          _arguments '1:command:({})'\n          ;;\n", names);
  std::string own;
  for (const CLI::Option* const option : OptionsOf(program)) own += ZshArgument(*option) + " ";
  return fmt::format(kZshScript, own, commands, cases);
}

}  // namespace ciku
