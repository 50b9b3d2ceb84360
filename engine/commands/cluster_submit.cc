#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <set>

#include "engine/cluster/shared_files.h"
#include "engine/commands/cluster.h"
#include "engine/commands/cluster_task.h"
#include "engine/commands/options.h"
#include "engine/commands/planned_run.h"
#include "engine/commands/slurm.h"
#include "engine/commands/terminal/console.h"
#include "io/error.h"
#include "io/number_ranges.h"
#include "io/output/text_output.h"
#include "io/shell_word.h"

namespace ciku {
namespace {

namespace fs = std::filesystem;

struct SubmitCommandOptions {
  std::string run;
  std::vector<std::string> sbatch;
  uint64_t at_once = 0;
  std::string resume_dir = "node";
  double checkpoint_interval = 30;
  bool dry_run = false;
  bool quiet = false;
};

std::string ProgramPath() {
  std::error_code error;
  const fs::path path = fs::read_symlink("/proc/self/exe", error);
  return error ? "ciku" : path.native();
}

// The command of a step's tasks, in which $part is the number of the task.
std::string TaskCommand(const RunFolder& run, size_t step, const SubmitCommandOptions& options) {
  const std::string folder = ShellWord(run.path());
  const std::string command = ShellWord(ProgramPath()) + " cluster ";
  const ClusterStep& doing = run.steps()[step];
  if (doing.is_last()) {
    return fmt::format("{}finish {} -o {} --report {}", command, folder,
                       ShellWord(run.path() + "/" + run.plan().output),
                       ShellWord(run.path() + "/report.json"));
  }
  return fmt::format("{}run {} {}{} --resume-dir {} --checkpoint-interval {}", command, folder,
                     doing.name, doing.in_parts() ? " --part \"$part\"" : "", options.resume_dir,
                     options.checkpoint_interval);
}

// The script of a step. It takes the number before its first task.
std::string ScriptFor(const RunFolder& run, size_t step, const SubmitCommandOptions& options) {
  const ClusterStep& doing = run.steps()[step];
  const RunPlan& plan = run.plan();
  std::string script = fmt::format(
      "#!/bin/bash\n"
      "# Step {} of a run of ciku in {}: {}.\n"
      "# `ciku cluster submit` has written this script and submits it.\n"
      "#SBATCH --open-mode=append\n"
      "#SBATCH --ntasks=1\n"
      "#SBATCH --cpus-per-task={}\n",
      doing.name, run.path(), doing.in_parts() ? "many tasks" : "one task",
      std::max<uint64_t>(plan.threads, 1));
  if (plan.memory > 0) script += fmt::format("#SBATCH --mem={}M\n", (plan.memory >> 20) + 1);
  script +=
      "# A task whose machine has failed begins again, and goes on from what it has kept.\n"
      "#SBATCH --requeue\n"
      "# Two minutes before its time limit a task gets SIGTERM. It keeps what it has done and "
      "ends\n"
      "# with status 75; then it is queued again.\n"
      "#SBATCH --signal=B:TERM@120\n\n";
  if (doing.in_parts()) script += "part=$((${SLURM_ARRAY_TASK_ID:-1} + ${1:-0}))\n";
  script +=
      TaskCommand(run, step, options) +
      " &\n"
      "child=$!\n"
      "trap 'kill -TERM \"$child\"' TERM\n"
      "wait \"$child\"\n"
      "status=$?\n"
      "while kill -0 \"$child\" 2>/dev/null; do # a signal ends `wait` early\n"
      "  wait \"$child\"\n"
      "  status=$?\n"
      "done\n"
      "if ((status == 75)) && [[ -n ${SLURM_JOB_ID:-} ]]; then\n"
      "  trap '' TERM # which requeuing sends\n"
      "  scontrol requeue "
      "\"${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}${SLURM_ARRAY_TASK_ID:+_$SLURM_ARRAY_TASK_ID}\"\n"
      "fi\n"
      "exit \"$status\"\n";
  return script;
}

// The tasks of a step that have to be submitted: those that are neither done nor in the queue.
std::vector<uint64_t> ToSubmit(const RunFolder& run, size_t step, size_t settled,
                               const QueuedStep& queued) {
  std::vector<uint64_t> tasks;
  for (const uint64_t task : run.Missing(step, settled)) {
    if (!queued.running.contains(task) && !queued.waiting.contains(task)) tasks.push_back(task);
  }
  return tasks;
}

// Submits steps one after the other, or prints what would be submitted.
class Submission {
 public:
  Submission(const RunFolder& run, const SubmitCommandOptions& options)
      : run_(run), options_(options) {
    if (!options.dry_run) queued_ = QueuedSteps(run);
  }

  void Run() {
    if (!options_.dry_run) {
      RequireSbatch();
      fs::create_directories(run_.path() + "/logs");
      fs::create_directories(run_.path() + "/scripts");
    }
    const size_t settled = run_.SettledSteps();
    std::set<std::string> before;  // the jobs that the next step has to wait for
    for (size_t step = 0; step < run_.steps().size(); ++step) {
      const QueuedStep& queued = queued_[step];
      std::set<std::string> jobs = Submit(step, ToSubmit(run_, step, settled, queued), before);
      jobs.insert(queued.jobs.begin(), queued.jobs.end());
      if (!jobs.empty()) before = std::move(jobs);
    }
    if (options_.dry_run) {
      TextOutput output("-");
      output.Write(printed_.empty() ? "# everything is done\n" : printed_);
      output.Commit();
    } else if (submitted_ == 0) {
      Note(options_.quiet, before.empty() ? "everything is done" : "everything is in the queue");
    }
  }

 private:
  std::set<std::string> Submit(size_t step, const std::vector<uint64_t>& tasks,
                               const std::set<std::string>& before) {
    std::set<std::string> jobs;
    if (tasks.empty()) return jobs;
    const std::string name = run_.steps()[step].name;
    const std::string script = fmt::format("{}/scripts/{}.sh", run_.path(), name);
    const std::string text = ScriptFor(run_, step, options_);
    if (options_.dry_run) {
      printed_ += fmt::format("# {}\n{}\n", script, text);
    } else {
      WriteShared(script, text);
      ::chmod(script.c_str(), 0755);
    }
    for (size_t begin = 0, end; begin < tasks.size(); begin = end) {
      const uint64_t offset = (tasks[begin] - 1) / kLargestArray * kLargestArray;
      std::vector<uint64_t> indexes;
      for (end = begin; end < tasks.size() && tasks[end] <= offset + kLargestArray; ++end) {
        indexes.push_back(tasks[end] - offset);
      }
      jobs.insert(SubmitArray(step, offset, indexes, before, script));
    }
    return jobs;
  }

  std::string SubmitArray(size_t step, uint64_t offset, const std::vector<uint64_t>& indexes,
                          const std::set<std::string>& before, const std::string& script) {
    std::vector<std::string> options = {"--job-name=" + JobName(run_, step, offset),
                                        "--output=" + LogFor(step)};
    if (run_.steps()[step].in_parts()) {
      const std::string most = options_.at_once > 0 ? fmt::format("%{}", options_.at_once) : "";
      options.push_back("--array=" + NumberRanges(indexes) + most);
    }
    if (!before.empty()) {
      options.push_back(fmt::format("--dependency=afterok:{}", fmt::join(before, ":")));
      options.push_back("--kill-on-invalid-dep=yes");
    }
    options.insert(options.end(), options_.sbatch.begin(), options_.sbatch.end());
    ++submitted_;
    if (options_.dry_run) {
      std::string line = "sbatch --parsable";
      for (const std::string& option : options) line += " " + ShellWord(option);
      printed_ += fmt::format("# submitted by: {} {} {}\n\n", line, ShellWord(script), offset);
      return fmt::format("JOB{}", submitted_);
    }
    std::string job = Sbatch(options, script, offset);
    Note(options_.quiet, fmt::format("job {}: {}, {}", job, run_.steps()[step].name,
                                     Counted(indexes.size(), "tasks")));
    return job;
  }

  // The file for what a task says, as a pattern of sbatch.
  std::string LogFor(size_t step) const {
    std::string log;
    for (const char c : run_.path() + "/logs/" + run_.steps()[step].name) {
      log += c == '%' ? "%%" : std::string(1, c);
    }
    return log + (run_.steps()[step].in_parts() ? "-%a.log" : ".log");
  }

  const RunFolder& run_;
  const SubmitCommandOptions& options_;
  std::map<size_t, QueuedStep> queued_;
  std::string printed_;
  size_t submitted_ = 0;
};

}  // namespace

void AddClusterSubmitCommand(CLI::App* program) {
  const auto options = std::make_shared<SubmitCommandOptions>();
  CLI::App* const command = program->add_subcommand(
      "cluster-submit", "Submit to Slurm all tasks of a run that are neither done nor queued");
  command->footer(
      "Each step is an array of jobs that waits for the step before. Called again, it submits only "
      "what is missing. Scripts are in RUN/scripts, what tasks say in RUN/logs.\n\n"
      "Example: on a partition, four hours for each task, 20 tasks at once\n"
      "  ciku cluster submit run/ --at-once 20 -- --partition=long --time=4:00:00\n"
      "The scripts, for another scheduler\n"
      "  ciku cluster submit run/ --dry-run");
  AddRunFolderOption(command, &options->run);
  command
      ->add_option("SBATCH-OPTION", options->sbatch,
                   "Options of sbatch, behind --: they go to every job")
      ->type_name("TEXT");
  TakesCount(command->add_option("--at-once", options->at_once,
                                 "Lets at most N tasks of a step run at the same time"),
             1);
  AddResumeOptions(command, &options->resume_dir, &options->checkpoint_interval);
  command->add_flag("--dry-run", options->dry_run, "Prints the scripts and submits nothing");
  command->add_flag("-q,--quiet", options->quiet, "Does not say what was submitted");
  command->callback([=] {
    const PlannedRun run(options->run);
    Submission(run.folder(), *options).Run();
  });
}

}  // namespace ciku
