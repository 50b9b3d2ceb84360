#include "engine/cluster/run_task.h"

#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <optional>

#include "engine/discover/kept_symbols.h"
#include "engine/discover/methods.h"
#include "engine/sweep/stopping.h"
#include "io/error.h"
#include "io/memory.h"

namespace ciku {
namespace {

// The task's own step is done, and so is the task.
struct StepDone {};

// Stops a run when its task is done.
class StepObserver : public Observer {
 public:
  StepObserver(const ClusterStep& step, Observer* observer) : step_(step), observer_(observer) {}

  void Sweep(const std::string& name, uint64_t total_bytes, const SweepMeter& meter,
             const Storage* spills, const std::function<Figures()>& pass) override {
    if (!step_.in_parts() && name == step_.until) throw StepDone();
    observer_->Sweep(name, total_bytes, meter, spills, pass);
    if (!step_.in_parts() || name != step_.sweep) return;
    input_bytes_ = meter.bytes;
    throw StepDone();
  }
  void Pass(const std::string& name, const std::function<Figures()>& pass) override {
    observer_->Pass(name, pass);
  }
  // Every task begins with what others have left.
  void Resumed(const std::string& /*work_directory*/) override {}

  uint64_t input_bytes() const { return input_bytes_; }

 private:
  const ClusterStep& step_;
  Observer* const observer_;
  uint64_t input_bytes_ = 0;
};

// Stops a run before it reads the corpus.
class BeginningOnly : public Observer {
 public:
  void Sweep(const std::string& /*name*/, uint64_t /*total_bytes*/, const SweepMeter& /*meter*/,
             const Storage* /*spills*/, const std::function<Figures()>& /*pass*/) override {
    throw StepDone();
  }
};

double ProcessorSeconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Measures what a task takes from its beginning on.
class TaskMeter {
 public:
  TaskFigures Figures(uint64_t input_bytes, uint64_t temporary_bytes) const {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start_;
    return {.seconds = seconds.count(),
            .processor_seconds = ProcessorSeconds() - processor_start_,
            .peak_memory = PeakMemory(),
            .temporary_bytes = temporary_bytes,
            .input_bytes = input_bytes,
            .machine = host.data()};
  }

 private:
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  const double processor_start_ = ProcessorSeconds();
};

// Damaged files of this task or of others can be made again.
[[noreturn]] void ThrowDamaged(const std::string& steps, const std::string& work_directory,
                               const std::string& message) {
  const std::string what = message.substr(0, message.find("; name another work folder"));
  std::string folder = work_directory;
  if (const size_t begin = message.find(steps); begin != message.npos) {
    const std::string path = message.substr(begin, message.find(": ", begin) - begin);
    folder = std::filesystem::path(path).parent_path().native();
  } else if (message.find(work_directory) == message.npos) {
    throw CorruptionError(message);
  }
  throw CorruptionError(
      fmt::format("{}; remove the folder {} and do its task again", what, folder));
}

// Calls work(storage, corpus, observer) with all that a task needs, in its work folder and with the
// states of the steps before. Returns how many bytes of the inputs were read.
template <typename Work>
uint64_t WorkIn(const ClusterJob& job, size_t step, uint64_t task, const TaskPlace& place,
                const Json& before, WorkFolder* folder, Observer* observer, const Work& work) {
  const RunFolder& run = job.run;
  const ClusterStep& doing = run.steps()[step];
  folder->Adopt(before);
  const Corpus corpus =
      doing.in_parts() && !doing.adds_up
          ? OpenPart(run.path(), run.plan(), job.input, task, run.TextBefore(step, task))
          : Corpus();
  const Storage storage(folder, folder, std::chrono::duration<double>(place.checkpoint_interval));
  const StopScope stopping(place.stop);
  StepObserver until(doing, observer);
  try {
    work(storage, corpus, &until);
  } catch (const StepDone&) {
  }
  return until.input_bytes();
}

// Does a task and, if it is not the last, keeps what it has found.
template <typename Work>
TaskFigures DoTask(const ClusterJob& job, size_t step, uint64_t task, const TaskPlace& place,
                   Observer* observer, const Work& work) {
  const TaskMeter meter;
  const RunFolder& run = job.run;
  const ClusterStep& doing = run.steps()[step];
  CheckFiles(run.plan());
  WorkFolder::Options how{.hands_on = true};
  if (doing.adds_up) {
    how.adding_pass = doing.sweep;
    how.range = {task, run.plan().merge_tasks};
  }
  try {
    WorkFolder folder(place.work_directory, how);
    const Json before = run.StatesBefore(step);
    const uint64_t input_bytes = WorkIn(job, step, task, place, before, &folder, observer, work);
    const TaskFigures figures = meter.Figures(input_bytes, folder.peak_bytes());
    if (doing.is_last()) return figures;
    run.Keep(step, task, before, figures, folder);
    folder.Finish();
    return figures;
  } catch (const CorruptionError& error) {
    ThrowDamaged(run.path() + "/steps/", place.work_directory, error.what());
  }
}

}  // namespace

void StartRun(const std::string& run, const MineOptions& options, const Corpus& corpus,
              const Resources& resources) {
  BeginningOnly beginning;
  try {
    Mine(corpus, options, resources, Storage(), &beginning);
  } catch (const StepDone&) {
  }
  TextOptions text = options.text;
  if (!text.rules) text.rules = UsualRules(options.method);
  const std::string folder = run + "/work/start";
  {
    WorkFolder work(folder, {});
    KeepSymbols(Symbols::Rank(text, corpus), &work);
    RunFolder::KeepStart(run, work);
  }
  std::filesystem::remove_all(folder);
}

TaskFigures RunTask(const ClusterJob& job, size_t step, uint64_t task, const TaskPlace& place,
                    Observer* observer) {
  return DoTask(job, step, task, place, observer,
                [&](const Storage& storage, const Corpus& corpus, Observer* until) {
                  Mine(corpus, job.mine, place.resources, storage, until);
                });
}

TaskFigures FinishRun(const ClusterJob& job, const TaskPlace& place, Observer* observer,
                      const UseLexicon& use) {
  return DoTask(job, job.run.steps().size() - 1, 1, place, observer,
                [&](const Storage& storage, const Corpus& corpus, Observer* until) {
                  MinedLexicon lexicon = Mine(corpus, job.mine, place.resources, storage, until);
                  use(&lexicon, storage);
                });
}

}  // namespace ciku
