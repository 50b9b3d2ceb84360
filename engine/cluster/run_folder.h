// The folder of a run in parts, which all its machines share.
//
//   RUN/plan.json, RUN/inputs        the plan (run_plan.h)
//   RUN/start/                       the table of symbols that all tasks use
//   RUN/steps/STEP/PART/             what a task has found; PART is "part-000001", or "all"
//                      state         a manifest (io/files/manifest.h): the task, what it recorded
//                                    for the steps after it, and what it took. A single task
//                                    records all that later steps need. Files are named by their
//                                    paths in RUN
//                      spill-000000  files that the state names
//   RUN/failures/STEP-PART           why a task has failed
//   RUN/work/STEP-PART/              work folders of tasks that may move to another machine
//   RUN/unfinished/                  results that are being brought here
//
// When a single task is done, the files of the steps that it has added up are removed.
//
// The folder of a task's result gets its name when all of it is on disk. A task that is done twice
// has the same result, and the first one stays.
#ifndef CIKU_ENGINE_CLUSTER_RUN_FOLDER_H_
#define CIKU_ENGINE_CLUSTER_RUN_FOLDER_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/cluster/run_plan.h"
#include "engine/cluster/steps.h"
#include "io/output/work_folder.h"

namespace ciku {

// What one task has taken.
struct TaskFigures {
  double seconds = 0;
  double processor_seconds = 0;
  uint64_t peak_memory = 0;      // bytes
  uint64_t temporary_bytes = 0;  // the most that its temporary files took at the same time
  uint64_t input_bytes = 0;      // read from inputs
  uint64_t result_bytes = 0;     // on disk in the folder of the run
  std::string machine;

  // Adds what another task has taken; of memory and temporary files, the larger is kept.
  void Add(const TaskFigures& other);
};

// For one thread at a time; any number of processes may use the same folder.
class RunFolder {
 public:
  // Opens the folder of a run that was planned to have these steps. Throws as ReadPlan.
  RunFolder(const std::string& path, RunPlan plan, std::vector<ClusterStep> steps);

  const std::string& path() const { return path_; }
  const RunPlan& plan() const { return plan_; }
  const std::vector<ClusterStep>& steps() const { return steps_; }

  // How many tasks a step has; they are numbered from 1 on.
  uint64_t TasksOf(size_t step) const {
    if (!steps_[step].in_parts()) return 1;
    return steps_[step].adds_up ? plan_.merge_tasks : plan_.parts;
  }

  // How many steps are done and followed by a single task that is done: no step needs their files
  // any more. Reads one state for each single task.
  size_t SettledSteps() const;

  // Returns what a task has taken, if it is done and its files are whole; `settled` is
  // SettledSteps(). If files are damaged or missing, sets *damage, unless it is null, to what is
  // wrong. Throws InputError if the result belongs to another run.
  std::optional<TaskFigures> Done(size_t step, uint64_t task, size_t settled,
                                  std::string* damage = nullptr) const;

  // Whether a task need not be done: because it is done, or because no step needs it any more.
  bool IsDone(size_t step, uint64_t task) const;

  // The tasks of a step that are not done, in ascending order.
  std::vector<uint64_t> Missing(size_t step, size_t settled) const;

  // The states that a task of a step begins with: those of all steps before it. Throws InputError,
  // which says what is missing, if these are not complete.
  Json StatesBefore(size_t step) const;

  // The bytes of text in the parts before this one, as the first sweep has found them; 0 as long as
  // it is not done.
  uint64_t TextBefore(size_t step, uint64_t part) const;

  // Keeps what a task, which has begun with the states `before`, has recorded in its work folder.
  // The files there must not be changed afterwards. Removes what no step needs any more. Throws
  // IoError.
  void Keep(size_t step, uint64_t task, const Json& before, const TaskFigures& figures,
            const WorkFolder& work) const;

  // Notes that the lexicon was written, and what that took.
  void KeepFinish(const TaskFigures& figures) const;

  // Notes why a task has failed; and returns it, empty if the task has not failed or has been done
  // since.
  void NoteFailure(size_t step, uint64_t task, const std::string& message) const;
  std::string FailureOf(size_t step, uint64_t task) const;

  // Keeps the table of symbols. To be called before the plan is written.
  static void KeepStart(const std::string& run, const WorkFolder& work);

  // The work folder of a task that may move to another machine.
  std::string SharedWork(size_t step, uint64_t task) const;

 private:
  // The last single task before a step; nothing if there is none.
  std::optional<size_t> SingleBefore(size_t step) const;
  std::string PlaceOf(size_t step, uint64_t task) const;
  // Reads the state of a result. Throws InputError, CorruptionError or IoError.
  Json StateAt(const std::string& place) const;
  // Returns the state of a task as Done does.
  std::optional<Json> WholeState(size_t step, uint64_t task, size_t settled,
                                 std::string* damage = nullptr) const;
  // Returns what is wrong with the files that a state names; empty if nothing is.
  std::string DamageOf(const Json& state) const;
  // Writes the state of a task into a folder with all of its files, and puts the folder in its
  // place.
  void PutInPlace(size_t step, uint64_t task, const std::string& folder, const Json& states,
                  const TaskFigures& figures, const Json& more) const;
  // The state of the single task before a step, or of the beginning.
  Json StateToBeginWith(size_t step) const;
  Json TextOfParts(size_t step) const;
  void RemoveUsedUp(size_t step, const Json& kept) const;

  const std::string path_;
  const RunPlan plan_;
  const std::vector<ClusterStep> steps_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_CLUSTER_RUN_FOLDER_H_
