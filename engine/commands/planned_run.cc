#include "engine/commands/planned_run.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "engine/commands/help/option_groups.h"
#include "engine/commands/options.h"
#include "engine/lexicon/lexicon.h"
#include "io/error.h"

namespace ciku {
namespace {

namespace fs = std::filesystem;

// Options of a plan that say nothing about its tasks, or that the plan has in another form.
bool IsOfPlanAlone(const std::string& name) {
  static constexpr std::array<std::string_view, 19> kNames = {
      "--merge-tasks",   "INPUT",    "--files-from", "--null",   "--include",
      "--exclude-files", "--output", "--parts",      "--memory", "--threads",
      "--temp-dir",      "--quiet",  "--report",     "--color",  "-h",
      "--help",          "--part",   "--sqlite",     "--query"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool NamesFile(const CLI::Option& option) {
  const std::string type = TypeOf(option);
  return type == "FILE" || type == "LEXICON";
}

// Whether the value of an option names a file. `builtin` is the lexicon in the program.
bool IsFile(const std::string& path) {
  std::error_code error;
  return path != kBuiltinName && fs::is_regular_file(path, error);
}

// Calls visit(option) for every option that was given and that all tasks need.
template <typename Visit>
void ForEachPlanned(CLI::App* command, const Visit& visit) {
  for (CLI::Option* const option : command->get_options()) {
    if (option->count() > 0 && !IsOfPlanAlone(LongName(*option))) visit(*option);
  }
}

}  // namespace

void AddPlannedOptions(CLI::App* command, PlannedOptions* options) {
  AddReadingOptions(command, &options->input);
  AddMineOptions(command, &options->choice);
}

std::vector<std::string> PlannedArguments(CLI::App* command) {
  std::vector<std::string> arguments;
  ForEachPlanned(command, [&](const CLI::Option& option) {
    const std::string name = LongName(option);
    if (option.get_items_expected_max() == 0) return arguments.push_back(name);
    for (std::string value : option.results()) {
      if (NamesFile(option) && IsFile(value)) value = fs::absolute(value).native();
      arguments.push_back(name + "=" + value);
    }
  });
  return arguments;
}

std::vector<PlannedFile> FilesNamed(CLI::App* command) {
  std::vector<PlannedFile> files;
  ForEachPlanned(command, [&](const CLI::Option& option) {
    for (const std::string& path : option.results()) {
      if (NamesFile(option) && IsFile(path)) {
        files.push_back(PlannedFileAt(fs::absolute(path).native()));
      }
    }
  });
  return files;
}

PlannedRun::PlannedRun(const std::string& path, const std::string& output) {
  RunPlan plan = ReadPlan(path);
  CLI::App parser;
  AddPlannedOptions(&parser, &options_);
  std::vector<std::string> arguments(plan.arguments.rbegin(), plan.arguments.rend());
  try {
    parser.parse(arguments);
  } catch (const CLI::ParseError& error) {
    throw CorruptionError(Printable(path) + ": damaged plan: " + error.what());
  }
  options_.choice.output.path = output;
  ChooseMining(&options_.choice, true);
  std::vector<ClusterStep> steps = StepsOf(options_.choice.mine, plan.merge_tasks > 0);
  folder_.emplace(path, std::move(plan), std::move(steps));
}

}  // namespace ciku
