#include <fmt/format.h>

#include "engine/commands/help/completion_parts.h"
#include "engine/commands/help/help.h"
#include "engine/commands/help/option_groups.h"

namespace ciku {
namespace {

// For fish: one line for each option, after these words if they are not empty.
std::string FishOption(const CLI::Option& option, const std::string& condition) {
  std::string line = "complete -c ciku";
  if (!condition.empty()) line += fmt::format(" -n '{}'", condition);
  for (const std::string& name : option.get_snames()) line += " -s " + name;
  for (const std::string& name : option.get_lnames()) line += " -l " + name;
  switch (TakenBy(option)) {
    case Takes::kNothing:
      break;
    case Takes::kNames:
      line += fmt::format(" {}-f -a '{}'", option.nonpositional() ? "-r " : "",
                          fmt::join(ValuesOf(option), " "));
      break;
    case Takes::kFiles:
      line += option.nonpositional() ? " -r -F" : " -F";
      break;
    case Takes::kFolders:
      line += " -x -a '(__fish_complete_directories)'";
      break;
    case Takes::kText:
      line += option.nonpositional() ? " -x" : "";
      break;
  }
  return fmt::format("{} -d '{}'\n", line, Escaped(Summary(option.get_description()), "\\'"));
}

// Whether the words of a command have been typed.
std::string Seen(const CLI::App& command) {
  std::string condition;
  for (const std::string& word : CLI::detail::split(CommandName(command), ' ')) {
    condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + word);
  }
  return condition;
}

}  // namespace

std::string FishCompletion(const CLI::App& program) {
  std::string script = "# Completes the command lines of ciku in fish.\ncomplete -c ciku -f\n";
  const std::string first = "__fish_use_subcommand";
  for (const CLI::Option* const option : OptionsOf(program)) script += FishOption(*option, first);
  script += fmt::format("complete -c ciku -n '{}' -a help -d 'Describe a command'\n", first);
  for (const CLI::App* const command : CommandsOf(program)) {
    const std::string name = command->get_name();
    if (IsOneWord(*command)) {
      script += fmt::format("complete -c ciku -n '{}' -a {} -d '{}'\n", first, name,
                            Escaped(command->get_description(), "\\'"));
      script += fmt::format("complete -c ciku -n '__fish_seen_subcommand_from help' -a {}\n", name);
    }
    for (const CLI::Option* const option : OptionsOf(*command)) {
      script += FishOption(*option, Seen(*command));
    }
  }
  return script;
}

}  // namespace ciku
