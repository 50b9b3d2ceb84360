// The batch system Slurm, by its commands sbatch and squeue.
#ifndef CIKU_ENGINE_COMMANDS_SLURM_H_
#define CIKU_ENGINE_COMMANDS_SLURM_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/cluster/run_folder.h"

namespace ciku {

// The largest index in an array that Slurm takes unless it is configured otherwise. Steps with more
// tasks are several arrays.
constexpr uint64_t kLargestArray = 1000;

// The tasks of a step that are in Slurm's queue.
struct QueuedStep {
  std::set<std::string> jobs;
  std::set<uint64_t> running;
  std::set<uint64_t> waiting;
};

// Returns, by the index of the step, what squeue says of a run; nothing if there is no squeue or
// if it fails.
std::map<size_t, QueuedStep> QueuedSteps(const RunFolder& run);

// The job of an array whose tasks have numbers above `offset`.
std::string JobName(const RunFolder& run, size_t step, uint64_t offset);

// Throws UsageError if there is no sbatch.
void RequireSbatch();

// Submits a script with these options, for an array whose tasks have numbers above `offset`.
// Returns the number of the job. Throws InputError if sbatch refuses.
std::string Sbatch(const std::vector<std::string>& options, const std::string& script,
                   uint64_t offset);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_SLURM_H_
