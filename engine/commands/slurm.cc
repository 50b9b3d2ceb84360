#include "engine/commands/slurm.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>
#include <string_view>

#include "engine/commands/run_program.h"
#include "io/error.h"
#include "io/files/manifest.h"

namespace ciku {
namespace {

// A line of squeue.
struct QueuedTask {
  std::string job;
  std::string index;  // in the array; N/A for a single task
  std::string name;
  std::string state;
};

std::string NamePrefix(const RunFolder& run) {
  return fmt::format("ciku-{}-", ChecksumText(run.plan().id).substr(0, 8));
}

uint64_t NumberIn(std::string_view text) {
  uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void AddTo(const RunFolder& run, const QueuedTask& task, std::map<size_t, QueuedStep>* steps) {
  const std::string prefix = NamePrefix(run);
  if (!task.name.starts_with(prefix)) return;
  const size_t plus = std::min(task.name.find('+'), task.name.size());
  const std::string name = task.name.substr(prefix.size(), plus - prefix.size());
  const uint64_t offset =
      NumberIn(std::string_view(task.name).substr(std::min(plus + 1, task.name.size())));
  for (size_t step = 0; step < run.steps().size(); ++step) {
    if (run.steps()[step].name != name) continue;
    QueuedStep& queued = (*steps)[step];
    const uint64_t number = run.steps()[step].in_parts() ? offset + NumberIn(task.index) : 1;
    queued.jobs.insert(task.job);
    (task.state == "RUNNING" || task.state == "COMPLETING" ? queued.running : queued.waiting)
        .insert(number);
  }
}

}  // namespace

std::map<size_t, QueuedStep> QueuedSteps(const RunFolder& run) {
  std::map<size_t, QueuedStep> steps;
  const std::optional<ProgramEnd> end = RunProgram(
      {"squeue", "--noheader", "--array", "--me", "--format=%F %K %T %j"}, ItsErrors::kHidden);
  if (!end || end->status != 0) return steps;
  std::istringstream lines(end->output);
  for (QueuedTask task; lines >> task.job >> task.index >> task.state >> task.name;) {
    AddTo(run, task, &steps);
  }
  return steps;
}

std::string JobName(const RunFolder& run, size_t step, uint64_t offset) {
  return fmt::format("{}{}+{}", NamePrefix(run), run.steps()[step].name, offset);
}

void RequireSbatch() {
  if (RunProgram({"sbatch", "--version"}, ItsErrors::kHidden)) return;
  throw UsageError(
      "there is no sbatch on the path: this machine submits nothing to Slurm. --dry-run prints the "
      "scripts, for another scheduler; `ciku cluster run RUN --all` does everything here");
}

std::string Sbatch(const std::vector<std::string>& options, const std::string& script,
                   uint64_t offset) {
  std::vector<std::string> command = {"sbatch", "--parsable"};
  command.insert(command.end(), options.begin(), options.end());
  command.push_back(script);
  command.push_back(fmt::format("{}", offset));
  const std::optional<ProgramEnd> end = RunProgram(command, ItsErrors::kShown);
  if (!end || end->status != 0) {
    throw InputError(fmt::format(
        "sbatch has refused {}, and has said why; what it took before stays in the queue", script));
  }
  return end->output.substr(0, end->output.find_first_of(";\n"));
}

}  // namespace ciku
