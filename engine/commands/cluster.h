// What the commands for runs in parts have in common.
#ifndef CIKU_ENGINE_COMMANDS_CLUSTER_H_
#define CIKU_ENGINE_COMMANDS_CLUSTER_H_

#include <CLI/CLI.hpp>
#include <string>

namespace ciku {

void AddClusterPlanCommand(CLI::App* program);
void AddClusterRunCommand(CLI::App* program);
void AddClusterFinishCommand(CLI::App* program);
void AddClusterStatusCommand(CLI::App* program);
void AddClusterSubmitCommand(CLI::App* program);

// Adds RUN, the folder of a run that was planned. `run` must outlive the parsing.
void AddRunFolderOption(CLI::App* command, std::string* run);

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_CLUSTER_H_
