#include <memory>

#include "engine/commands/cluster.h"
#include "engine/commands/cluster_task.h"
#include "engine/commands/options.h"
#include "engine/commands/planned_run.h"

namespace ciku {
namespace {

struct FinishCommandOptions {
  std::string run;
  std::string output;
  TaskOptions task;
  bool quiet = false;
  std::string report;
};

}  // namespace

void AddClusterFinishCommand(CLI::App* program) {
  const auto options = std::make_shared<FinishCommandOptions>();
  CLI::App* const command = program->add_subcommand(
      "cluster-finish", "Write the lexicon of a run all of whose other tasks are done");
  command->footer(
      "Example: the lexicon, and a report of what the whole run has taken\n"
      "  ciku cluster finish run/ -o lexicon.tsv --report report.json");
  AddRunFolderOption(command, &options->run);
  command->add_option("-o,--output", options->output, "The lexicon")->required()->type_name("FILE");
  AddTaskOptions(command, &options->task);
  AddReportOptions(command, &options->quiet, &options->report);
  command->callback([=] {
    RunReported(command, {options->quiet, options->report, {options->output}}, [&](Report* report) {
      const PlannedRun run(options->run, options->output);
      FinishTask(run, options->task, options->quiet, report);
    });
  });
}

}  // namespace ciku
