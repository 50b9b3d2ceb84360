#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "engine/commands/cluster.h"
#include "engine/commands/planned_run.h"
#include "engine/commands/slurm.h"
#include "engine/commands/terminal/console.h"
#include "engine/commands/terminal/table.h"
#include "io/number_ranges.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

struct StatusCommandOptions {
  std::string run;
  bool json = false;
  bool watch = false;
};

struct StepStatus {
  std::string name;
  uint64_t tasks = 0;
  uint64_t done = 0;
  uint64_t running = 0;
  uint64_t waiting = 0;
  std::vector<uint64_t> missing;  // neither done nor in the queue, those that have failed included
  std::vector<uint64_t> failed;
  std::string problem;  // what one of the failed tasks has said, or what is damaged
  TaskFigures took;     // all tasks that are done
};

StepStatus StatusOf(const RunFolder& run, size_t step, size_t settled, const QueuedStep& queued) {
  StepStatus status;
  status.name = run.steps()[step].name;
  status.tasks = run.TasksOf(step);
  for (uint64_t task = 1; task <= status.tasks; ++task) {
    std::string damage;
    if (const auto figures = run.Done(step, task, settled, &damage)) {
      ++status.done;
      status.took.Add(*figures);
      continue;
    }
    if (!damage.empty()) status.problem = damage;
    if (queued.running.contains(task)) {
      ++status.running;
    } else if (queued.waiting.contains(task)) {
      ++status.waiting;
    } else {
      status.missing.push_back(task);
      const std::string failure = run.FailureOf(step, task);
      if (!failure.empty()) status.failed.push_back(task);
      if (!failure.empty() && status.problem.empty()) status.problem = failure;
    }
  }
  return status;
}

std::vector<StepStatus> StatusOfSteps(const RunFolder& run) {
  std::map<size_t, QueuedStep> queued = QueuedSteps(run);
  const size_t settled = run.SettledSteps();
  std::vector<StepStatus> steps;
  for (size_t step = 0; step < run.steps().size(); ++step) {
    steps.push_back(StatusOf(run, step, settled, queued[step]));
  }
  return steps;
}

bool IsDone(const StepStatus& step) { return step.done == step.tasks; }

Json ToJson(const RunFolder& run, const std::vector<StepStatus>& steps) {
  Json rows = Json::array();
  for (const StepStatus& step : steps) {
    rows.push_back({{"step", step.name},
                    {"tasks", step.tasks},
                    {"done", step.done},
                    {"running", step.running},
                    {"waiting", step.waiting},
                    {"failed", step.failed},
                    {"missing", step.missing},
                    {"problem", step.problem.empty() ? Json() : Json(step.problem)},
                    {"seconds", step.took.seconds},
                    {"processor_seconds", step.took.processor_seconds},
                    {"peak_memory", step.took.peak_memory},
                    {"temporary_bytes", step.took.temporary_bytes},
                    {"input_bytes", step.took.input_bytes},
                    {"result_bytes", step.took.result_bytes}});
  }
  return {{"run", run.path()},
          {"parts", run.plan().parts},
          {"finished", std::all_of(steps.begin(), steps.end(), IsDone)},
          {"steps", rows}};
}

std::string Table(const std::vector<StepStatus>& steps) {
  std::vector<TableRow> rows = {{{"step", "tasks", "done", "running", "waiting", "failed",
                                  "missing", "seconds", "memory", "disk", "read", "kept"},
                                 Style::kHeading}};
  for (const StepStatus& step : steps) {
    rows.push_back({{step.name, ReadableCount(step.tasks), ReadableCount(step.done),
                     ReadableCount(step.running), ReadableCount(step.waiting),
                     ReadableCount(step.failed.size()),
                     ReadableCount(step.missing.size() - step.failed.size()),
                     fmt::format("{:.1f}", step.took.seconds),
                     ReadableBytes(static_cast<double>(step.took.peak_memory)),
                     ReadableBytes(static_cast<double>(step.took.temporary_bytes)),
                     ReadableBytes(static_cast<double>(step.took.input_bytes)),
                     ReadableBytes(static_cast<double>(step.took.result_bytes))}});
  }
  return FormatTable(rows, ::isatty(STDOUT_FILENO) == 1);
}

// What is to be done next, below the table.
std::string Advice(const RunFolder& run, const std::vector<StepStatus>& steps) {
  std::string advice;
  for (const StepStatus& step : steps) {
    if (!step.problem.empty()) advice += fmt::format("{}: {}\n", step.name, step.problem);
    if (step.missing.empty()) continue;
    if (step.tasks > 1) {
      advice += fmt::format("missing of {}: --array={}\n", step.name, NumberRanges(step.missing));
    }
    return advice + fmt::format("to submit what is missing: ciku cluster submit {}\n",
                                Printable(run.path()));
  }
  if (std::all_of(steps.begin(), steps.end(), IsDone)) {
    advice += fmt::format("done: {}/{}\n", Printable(run.path()), run.plan().output);
  }
  return advice;
}

void Print(const std::string& text, TextOutput* output) {
  output->Write(text);
  output->Commit();
}

// Shows a bar until the run is finished.
void Watch(const RunFolder& run) {
  constexpr size_t kBar = 30;
  for (;;) {
    const std::vector<StepStatus> steps = StatusOfSteps(run);
    uint64_t tasks = 0;
    uint64_t done = 0;
    uint64_t running = 0;
    for (const StepStatus& step : steps) {
      tasks += step.tasks;
      done += step.done;
      running += step.running;
    }
    if (done == tasks) break;
    const auto current = std::find_if_not(steps.begin(), steps.end(), IsDone);
    const auto full = static_cast<size_t>(done * kBar / tasks);
    ShowStatus(fmt::format("[{}{}] {} of {} tasks, {} running; {} {} of {}", std::string(full, '#'),
                           std::string(kBar - full, '.'), done, tasks, running, current->name,
                           current->done, current->tasks));
    std::this_thread::sleep_for(std::chrono::seconds(2));
  }
  HideStatus();
}

void RunStatus(const StatusCommandOptions& options) {
  const PlannedRun planned(options.run);
  const RunFolder& run = planned.folder();
  if (options.watch && CanShowStatus()) Watch(run);
  const std::vector<StepStatus> steps = StatusOfSteps(run);
  TextOutput output("-");
  Print(options.json ? IndentedJson(ToJson(run, steps)) + "\n" : Table(steps) + Advice(run, steps),
        &output);
}

}  // namespace

void AddClusterStatusCommand(CLI::App* program) {
  const auto options = std::make_shared<StatusCommandOptions>();
  CLI::App* const command =
      program->add_subcommand("cluster-status", "Show how far a run in parts has got");
  command->footer(
      "A task is done when what it has found is in RUN, whole. It is running or waiting if squeue "
      "says so, failed if it has said why, and missing otherwise.\n\n"
      "Of the tasks that are done: seconds is what they took together; memory and disk are the "
      "most that one of them used, of memory and for temporary files; read is what they have read, "
      "kept what they have left in RUN.\n\n"
      "Example: a table; a bar that moves until the run is finished\n"
      "  ciku cluster status run/\n"
      "  ciku cluster status run/ --watch");
  AddRunFolderOption(command, &options->run);
  command->add_flag("--json", options->json, "Prints JSON");
  command->add_flag("--watch", options->watch,
                    "On a terminal, shows a bar until the run is finished");
  command->callback([=] { RunStatus(*options); });
}

}  // namespace ciku
