// The plan of a run in parts. It is made once and never changes: all tasks do what it says.
//
//   RUN/plan.json  options, parts and what was found about the inputs, for people, too
//   RUN/inputs     the inputs: "SIZE TIME FINGERPRINT PATH" and a zero byte for each
#ifndef CIKU_ENGINE_CLUSTER_RUN_PLAN_H_
#define CIKU_ENGINE_CLUSTER_RUN_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "io/input/corpus.h"
#include "io/json.h"

namespace ciku {

// A file that the options name, such as a dictionary, as it was when the run was planned.
struct PlannedFile {
  std::string path;
  uint64_t bytes = 0;
  uint64_t xxh3 = 0;
};

struct RunPlan {
  std::string version;                 // of ciku
  std::vector<std::string> arguments;  // the options of mining, as on the command line
  std::vector<PlannedFile> files;
  uint64_t parts = 1;
  uint64_t merge_tasks = 0;  // how many tasks add up what the parts have counted; 0: the next task
  uint64_t memory = 0;       // bytes for each task; 0 if nothing was said
  uint64_t threads = 0;
  // Of the inputs: how many there are, their bytes, and a checksum of their list.
  uint64_t inputs = 0;
  uint64_t input_bytes = 0;
  uint64_t input_checksum = 0;
  std::string output;   // the lexicon's name in RUN: "lexicon.tsv"
  uint64_t number = 0;  // random: runs that are planned alike are not the same
  // A checksum of the plan, which the results of its tasks name.
  uint64_t id = 0;
};

// Writes plan and inputs to the folder, which must exist. The plan comes last, so a folder that has
// one is complete. Throws IoError.
void WritePlan(const std::string& run, RunPlan* plan, const Corpus& corpus);

// Reads the plan of a folder. Throws InputError if there is none or if another version of ciku has
// made it, CorruptionError if it is damaged.
RunPlan ReadPlan(const std::string& run);

// Opens a part of the planned inputs, of which only the files that belong to it are looked at.
// Throws InputError if one of these has changed since the run was planned.
Corpus OpenPart(const std::string& run, const RunPlan& plan, const InputOptions& options,
                uint64_t part, uint64_t text_before);

// Throws InputError if a file that the options name has changed since the run was planned.
void CheckFiles(const RunPlan& plan);

// Returns what a file is now.
PlannedFile PlannedFileAt(const std::string& path);

}  // namespace ciku

#endif  // CIKU_ENGINE_CLUSTER_RUN_PLAN_H_
