#include "engine/commands/cluster.h"

#include <string>

#include "engine/commands/commands.h"
#include "engine/commands/options.h"

namespace ciku {

void AddRunFolderOption(CLI::App* command, std::string* run) {
  command->add_option("RUN", *run, "The folder of the run, which all machines share")
      ->required()
      ->type_name("DIR");
}

void AddClusterCommands(CLI::App* program) {
  CLI::App* const command = program->add_subcommand(
      "cluster", "Mine in parts, on many machines: plan, submit, status, run or finish");
  command->footer(
      "The lexicon is, byte for byte, the one of `ciku mine` with the same options. Every command "
      "has a help of its own, such as `ciku cluster plan --help`.\n\n"
      "Example: mine a corpus in 40 parts on a Slurm cluster\n"
      "  ciku cluster plan corpus/ -o run/ --parts 40\n"
      "  ciku cluster submit run/\n"
      "  ciku cluster status run/\n"
      "The lexicon is then run/lexicon.tsv. The same on this machine alone\n"
      "  ciku cluster run run/ --all");
  // The program takes `cluster plan` for the name of a command of its own.
  TakesName(command->add_option("COMMAND", "What to do")->required(),
            {"plan", "submit", "status", "run", "finish"});
  AddClusterPlanCommand(program);
  AddClusterSubmitCommand(program);
  AddClusterStatusCommand(program);
  AddClusterRunCommand(program);
  AddClusterFinishCommand(program);
}

}  // namespace ciku
