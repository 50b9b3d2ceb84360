#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "engine/commands/allocation.h"
#include "engine/commands/cluster.h"
#include "engine/commands/cluster_task.h"
#include "engine/commands/help/nearest.h"
#include "engine/commands/options.h"
#include "engine/commands/planned_run.h"
#include "engine/commands/terminal/console.h"
#include "io/error.h"

namespace ciku {
namespace {

struct RunCommandOptions {
  std::string run;
  std::string step;
  uint64_t part = 0;
  bool all = false;
  TaskOptions task;
  bool quiet = false;
  std::string report;
};

// Returns the index of the step with this name.
size_t StepNamed(const RunFolder& run, const std::string& name) {
  std::vector<std::string> names;
  for (size_t step = 0; step < run.steps().size(); ++step) {
    if (run.steps()[step].name == name) return step;
    names.push_back(run.steps()[step].name);
  }
  throw UsageError(fmt::format("{} is no step of this run, whose steps are {}{}", Printable(name),
                               fmt::join(names, ", "), DidYouMean(name, names)));
}

// Does the task that the options name, unless it is done.
void RunOne(const RunCommandOptions& options, const PlannedRun& run, Report* report) {
  const RunFolder& folder = run.folder();
  const size_t step = StepNamed(folder, options.step);
  if (folder.steps()[step].is_last()) {
    throw UsageError("the last step writes the lexicon: ciku cluster finish RUN -o FILE");
  }
  const bool in_parts = folder.steps()[step].in_parts();
  if (in_parts != (options.part > 0)) {
    throw UsageError(fmt::format(
        "step {} {}", options.step,
        in_parts ? "is done in parts: --part names one" : "is a single task, without --part"));
  }
  if (options.part > folder.plan().parts) {
    throw UsageError(
        fmt::format("--part {}: the run has {} parts", options.part, folder.plan().parts));
  }
  DoTask(run, step, in_parts ? options.part : 1, options.task, report);
}

// Does all tasks that are missing, one after the other.
void RunAll(const RunCommandOptions& options, const PlannedRun& run, Report* report) {
  const RunFolder& folder = run.folder();
  const size_t last = folder.steps().size() - 1;
  for (size_t step = folder.SettledSteps(); step < last; ++step) {
    for (const uint64_t task : folder.Missing(step, 0)) {
      Note(options.quiet,
           fmt::format("step {} of {}, {}: task {} of {}", step + 1, folder.steps().size(),
                       folder.steps()[step].name, task, folder.TasksOf(step)));
      DoTask(run, step, task, options.task, report);
    }
  }
  const std::string output = folder.path() + "/" + folder.plan().output;
  std::error_code error;
  if (folder.Done(last, 1, 0) && std::filesystem::exists(output, error)) return;
  const PlannedRun again(options.run, output);
  FinishTask(again, options.task, options.quiet, report);
}

}  // namespace

void AddClusterRunCommand(CLI::App* program) {
  const auto options = std::make_shared<RunCommandOptions>();
  CLI::App* const command = program->add_subcommand(
      "cluster-run", "Do one task of a planned run, or all that are missing");
  command->footer(
      "A task that is done is left as it is; one that was interrupted goes on. Which steps there "
      "are: ciku cluster status RUN.\n\n"
      "Example: one task, as a batch system runs it; and everything, on this machine\n"
      "  ciku cluster run run/ count-short-n-grams --part 3\n"
      "  ciku cluster run run/ --all");
  AddRunFolderOption(command, &options->run);
  CLI::Option* const step =
      command->add_option("STEP", options->step, "The step")->type_name("STEP");
  TakesCount(command->add_option("--part", options->part,
                                 "Which of the step's tasks: its number alone, from 1 on"),
             1);
  command
      ->add_flag("--all", options->all,
                 "Does all tasks that are missing, one after the other, and writes the lexicon "
                 "into RUN")
      ->excludes(step)
      ->excludes(command->get_option("--part"));
  AddTaskOptions(command, &options->task);
  AddReportOptions(command, &options->quiet, &options->report);
  command->callback([=] {
    if (!options->all && options->step.empty()) throw CLI::RequiredError("STEP or --all");
    RunReported(command, {options->quiet, options->report, {}}, [&](Report* report) {
      const PlannedRun run(options->run);
      options->all ? RunAll(*options, run, report) : RunOne(*options, run, report);
    });
  });
}

}  // namespace ciku
