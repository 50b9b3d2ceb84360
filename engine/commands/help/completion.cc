#include "engine/commands/help/completion.h"

#include "engine/commands/help/completion_parts.h"
#include "engine/commands/help/option_groups.h"

namespace ciku {

Takes TakenBy(const CLI::Option& option) {
  if (!ValuesOf(option).empty()) return Takes::kNames;
  const std::string type = option.nonpositional() ? TypeOf(option) : LongName(option);
  if (type.empty()) return Takes::kNothing;
  if (type == "DIR" || type == "RUN") return Takes::kFolders;
  for (const std::string_view file :
       {"FILE", "LEXICON", "COUNTS", "JOINTS", "PIECES", "INPUT", "PREDICTED", "A", "B"}) {
    if (type == file) return Takes::kFiles;
  }
  return Takes::kText;
}

bool MayBeRepeated(const CLI::Option& option) { return option.get_items_expected_max() > 1; }

bool IsOneWord(const CLI::App& command) { return CommandName(command) == command.get_name(); }

std::vector<const CLI::App*> CommandsOf(const CLI::App& program) {
  std::vector<const CLI::App*> commands;
  for (const CommandGroup& group : GroupedCommands(program)) {
    commands.insert(commands.end(), group.commands.begin(), group.commands.end());
  }
  return commands;
}

std::vector<const CLI::Option*> OptionsOf(const CLI::App& command) {
  std::vector<const CLI::Option*> options;
  for (const OptionGroup& group : GroupedOptions(command)) {
    options.insert(options.end(), group.options.begin(), group.options.end());
  }
  return options;
}

std::string Escaped(std::string_view text, std::string_view characters) {
  std::string escaped;
  for (const char c : text) {
    if (characters.find(c) != characters.npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

std::string CompletionScript(const CLI::App& program, Shell shell) {
  switch (shell) {
    case Shell::kBash:
      return BashCompletion(program);
    case Shell::kZsh:
      return ZshCompletion(program);
    case Shell::kFish:
      return FishCompletion(program);
  }
  return "";
}

}  // namespace ciku
