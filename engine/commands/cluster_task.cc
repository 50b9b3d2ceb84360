#include "engine/commands/cluster_task.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "engine/commands/allocation.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/commands/stop_signal.h"
#include "engine/sweep/stopping.h"
#include "io/files/manifest.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

// The folder in which a task keeps what it has done so far.
std::string WorkDirectory(const RunFolder& run, size_t step, uint64_t task,
                          const TaskOptions& options) {
  if (options.resume_dir == "shared") return run.SharedWork(step, task);
  const std::string scratch =
      options.storage.temp_directory ? *options.storage.temp_directory : ScratchDirectory();
  return fmt::format("{}/ciku-{}-{}-{}", scratch, ChecksumText(run.plan().id),
                     run.steps()[step].name, task);
}

TaskPlace PlaceFor(const RunFolder& run, size_t step, uint64_t task, const TaskOptions& options) {
  const Resources allocated = AllocatedResources();
  TaskPlace place;
  place.resources.memory =
      options.resources.memory > 0 ? options.resources.memory : allocated.memory;
  place.resources.threads =
      options.resources.threads > 0 ? options.resources.threads : allocated.threads;
  place.work_directory = WorkDirectory(run, step, task, options);
  place.checkpoint_interval = options.storage.checkpoint_interval;
  place.stop = &StopAsked();
  return place;
}

// The task's own error matters more than one of noting it.
void NoteFailure(const RunFolder& run, size_t step, uint64_t task, const std::exception& failure) {
  try {
    run.NoteFailure(step, task, failure.what());
  } catch (const std::exception&) {
  }
}

// Adds up what all tasks have taken, with the last one that is about to end.
Json WhatTasksTook(const RunFolder& run) {
  uint64_t tasks = 1;
  TaskFigures sum;
  TaskFigures slowest;
  std::string name;
  const size_t settled = run.SettledSteps();
  for (size_t step = 0; step + 1 < run.steps().size(); ++step) {
    for (uint64_t task = 1; task <= run.TasksOf(step); ++task, ++tasks) {
      const TaskFigures took = run.Done(step, task, settled).value_or(TaskFigures());
      sum.Add(took);
      if (took.seconds <= slowest.seconds) continue;
      slowest = took;
      name = fmt::format("{} {}", run.steps()[step].name, task);
    }
  }
  return {{"tasks", tasks},
          {"parts", run.plan().parts},
          {"seconds", sum.seconds},
          {"processor_seconds", sum.processor_seconds},
          {"peak_memory", sum.peak_memory},
          {"input_bytes", sum.input_bytes},
          {"result_bytes", sum.result_bytes},
          {"slowest_task",
           {{"task", name}, {"seconds", slowest.seconds}, {"machine", slowest.machine}}}};
}

}  // namespace

void AddResumeOptions(CLI::App* command, std::string* resume_dir, double* checkpoint_interval) {
  TakesName(command->add_option(
                "--resume-dir", *resume_dir,
                "Where a task keeps what it has done so far: node, in the folder for temporary "
                "files, so that it can go on on the same machine; or shared, in RUN, so that it "
                "can go on anywhere"),
            {"node", "shared"})
      ->capture_default_str();
  AddCheckpointOption(command, checkpoint_interval);
}

void AddTaskOptions(CLI::App* command, TaskOptions* options) {
  AddResourceOptions(command, &options->resources, &options->storage);
  command->get_option("--memory")
      ->default_str("what the batch system has allocated, or half of what this process may use");
  command->get_option("--temp-dir")->default_str("$SLURM_TMPDIR, $TMPDIR or /tmp");
  AddResumeOptions(command, &options->resume_dir, &options->storage.checkpoint_interval);
}

void DoTask(const PlannedRun& run, size_t step, uint64_t task, const TaskOptions& options,
            Report* report) {
  const RunFolder& folder = run.folder();
  if (folder.IsDone(step, task)) return;
  std::optional<StopsGracefully> graceful;
  if (folder.steps()[step].in_parts()) graceful.emplace();
  try {
    RunTask(run.job(), step, task, PlaceFor(folder, step, task, options), report);
  } catch (const Interrupted&) {
    throw;
  } catch (const std::exception& error) {
    // Another process may have done it meanwhile, and removed what this one was about to read.
    if (folder.IsDone(step, task)) return;
    NoteFailure(folder, step, task, error);
    throw;
  }
}

void FinishTask(const PlannedRun& run, const TaskOptions& options, bool quiet, Report* report) {
  const RunFolder& folder = run.folder();
  const MineChoice& choice = run.choice();
  TextOutput output(choice.output.path, TempDirectory(options.storage));
  CheckOutput(output.file(), report->files_read());
  const size_t last = folder.steps().size() - 1;
  const TaskFigures figures = FinishRun(run.job(), PlaceFor(folder, last, 1, options), report,
                                        [&](MinedLexicon* lexicon, const Storage& storage) {
                                          WriteMined(choice, lexicon, storage, quiet, report,
                                                     &output, {{"run", WhatTasksTook(folder)}});
                                        });
  folder.KeepFinish(figures);
}

}  // namespace ciku
