// The options of a run in parts: from the command line that plans it to its tasks.
#ifndef CIKU_ENGINE_COMMANDS_PLANNED_RUN_H_
#define CIKU_ENGINE_COMMANDS_PLANNED_RUN_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "engine/cluster/run_task.h"
#include "engine/commands/input_options.h"
#include "engine/commands/mine_options.h"

namespace ciku {

// The options that a planned run reads and mines with.
struct PlannedOptions {
  InputChoice input;
  MineChoice choice;
};

// Adds them all to a command. `options` must outlive the parsing.
void AddPlannedOptions(CLI::App* command, PlannedOptions* options);

// Returns the options that a command line gives and that all tasks need, as arguments: "--order=4".
// Relative paths of files become absolute.
std::vector<std::string> PlannedArguments(CLI::App* command);

// Returns the existing files that these options name.
std::vector<PlannedFile> FilesNamed(CLI::App* command);

// A run as its folder describes it.
class PlannedRun {
 public:
  // Throws as ReadPlan, and CorruptionError if the options cannot be parsed. The lexicon will be
  // written to `output`.
  explicit PlannedRun(const std::string& path, const std::string& output = "-");

  const RunFolder& folder() const { return *folder_; }
  const MineChoice& choice() const { return options_.choice; }
  ClusterJob job() const { return {*folder_, options_.input.options, options_.choice.mine}; }

 private:
  PlannedOptions options_;
  std::optional<RunFolder> folder_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_PLANNED_RUN_H_
