#include "engine/commands/program.h"

#include "engine/commands/commands.h"
#include "engine/commands/help/help.h"
#include "engine/commands/help/version.h"
#include "engine/commands/options.h"

namespace ciku {
namespace {

void AddCommands(CLI::App* program) {
  AddMineCommand(program);
  AddPackCommand(program);
  AddCountCommand(program);
  AddMergeCommand(program);
  AddWeighCommand(program);
  AddWordsCommand(program);
  AddClusterCommands(program);
  AddCompareCommand(program);
  AddLexiconCommand(program);
  AddKwicCommand(program);
  AddExplainCommand(program);
  AddTokenizeCommand(program);
  AddTemplatesCommand(program);
  AddEvaluateCommand(program);
  AddParseCommand(program);
  AddCompletionCommand(program);
}

// Adds what all commands have.
void CompleteCommand(CLI::App* command) {
  AddColorOption(command);
  for (CLI::Option* const option : command->get_options()) {
    // Nobody means --lower by --lower=false, as CLI11 does.
    if (option->get_items_expected_max() == 0) option->disable_flag_override();
  }
}

}  // namespace

std::unique_ptr<CLI::App> MakeProgram() {
  auto program =
      std::make_unique<CLI::App>("Mine dictionaries (词库) out of raw text, however large", "ciku");
  AddHelpOptions(program.get());
  program->set_version_flag("-V,--version", &VersionText,
                            "Shows the version of ciku and of what it was built from");
  program->require_subcommand(1);
  program->footer(
      "`ciku help COMMAND` or `ciku COMMAND --help` describes a command and all its options, `ciku "
      "COMMAND -h` in brief.\n\n"
      "Example: pack a folder of text once, then mine it\n"
      "  ciku pack corpus/ -o shards/\n"
      "  ciku mine shards/ -o lexicon.tsv --sort score");
  AddColorOption(program.get());
  AddCommands(program.get());
  for (CLI::App* const command : program->get_subcommands([](CLI::App*) { return true; })) {
    CompleteCommand(command);
  }
  return program;
}

bool HasCommand(const CLI::App& program, const std::string& name) {
  const auto named = [&](const CLI::App* command) { return command->get_name() == name; };
  return !program.get_subcommands(named).empty();
}

}  // namespace ciku
