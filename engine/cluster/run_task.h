// The tasks of a run in parts.
#ifndef CIKU_ENGINE_CLUSTER_RUN_TASK_H_
#define CIKU_ENGINE_CLUSTER_RUN_TASK_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "engine/cluster/run_folder.h"
#include "engine/discover/mine.h"
#include "io/input/corpus.h"

namespace ciku {

// Everything that the tasks of a run have in common.
struct ClusterJob {
  const RunFolder& run;
  const InputOptions& input;
  const MineOptions& mine;
};

// How a task is done here.
struct TaskPlace {
  Resources resources = DefaultResources();
  // The folder for the task's temporary files and for what it has done so far.
  std::string work_directory;
  double checkpoint_interval = 30;
  // The task stops, and keeps what it has done, once this is true; null if it never does.
  const std::atomic<bool>* stop = nullptr;
};

// Checks that these options can be mined with, and keeps in the folder of a run what all its tasks
// begin with. Throws as Mine does before it reads the corpus.
void StartRun(const std::string& run, const MineOptions& options, const Corpus& corpus,
              const Resources& resources);

// Does a task of a step in parts, or a single task but the last, and keeps what it has found. If an
// earlier process has begun the task in the same work directory, goes on from there. Throws as Mine
// does, Interrupted, and InputError if steps before are not complete or inputs have changed.
TaskFigures RunTask(const ClusterJob& job, size_t step, uint64_t task, const TaskPlace& place,
                    Observer* observer);

// Does the last task: calls use(lexicon, storage), which has to call storage.Finish() when its
// result is safe. Throws as RunTask does.
using UseLexicon = std::function<void(MinedLexicon*, const Storage&)>;
TaskFigures FinishRun(const ClusterJob& job, const TaskPlace& place, Observer* observer,
                      const UseLexicon& use);

}  // namespace ciku

#endif  // CIKU_ENGINE_CLUSTER_RUN_TASK_H_
