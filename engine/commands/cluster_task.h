// How the commands for runs in parts do a task on this machine.
#ifndef CIKU_ENGINE_COMMANDS_CLUSTER_TASK_H_
#define CIKU_ENGINE_COMMANDS_CLUSTER_TASK_H_

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/commands/planned_run.h"
#include "engine/commands/report.h"
#include "engine/sweep/resources.h"

namespace ciku {

struct TaskOptions {
  Resources resources;
  StorageOptions storage;
  // Where a task keeps what it has done so far: "node", in the machine's own folder for temporary
  // files, or "shared", in the folder of the run.
  std::string resume_dir = "node";
};

// Adds --resume-dir and --checkpoint-interval. The values must outlive the parsing.
void AddResumeOptions(CLI::App* command, std::string* resume_dir, double* checkpoint_interval);

// Adds --memory, --threads, --temp-dir, --resume-dir and --checkpoint-interval. `options` must
// outlive the parsing.
void AddTaskOptions(CLI::App* command, TaskOptions* options);

// Does a task, unless it is done. Throws as RunTask does.
void DoTask(const PlannedRun& run, size_t step, uint64_t task, const TaskOptions& options,
            Report* report);

// Does the last task: writes the lexicon, as the choice of the run says. Throws as FinishRun does.
void FinishTask(const PlannedRun& run, const TaskOptions& options, bool quiet, Report* report);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_CLUSTER_TASK_H_
