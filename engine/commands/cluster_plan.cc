#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "engine/cluster/expectation.h"
#include "engine/cluster/shared_files.h"
#include "engine/commands/cluster.h"
#include "engine/commands/options.h"
#include "engine/commands/planned_run.h"
#include "engine/commands/terminal/console.h"
#include "engine/lexicon/lexicon_layout.h"
#include "io/error.h"
#include "io/files/file.h"
#include "io/input/input_file.h"
#include "io/lexicons/lexicon_file.h"

namespace ciku {
namespace {

namespace fs = std::filesystem;

// The counters with the fewest partitions have four for each of so many ranges.
constexpr uint64_t kMostMergeTasks = 16;

struct PlanCommandOptions {
  PlannedOptions planned;
  uint64_t parts = 0;
  std::optional<uint64_t> merge_tasks;
  uint64_t memory = 0;
  uint64_t threads = 0;
  bool quiet = false;
  std::string report;
};

// Throws UsageError for inputs that tasks on other machines cannot read.
void CheckInputs(const PlanCommandOptions& options, const Corpus& corpus) {
  if (options.planned.input.options.part) {
    throw UsageError("--part: the plan divides the inputs itself; --parts says into how many");
  }
  for (const InputFile& file : corpus.files()) {
    if (file.query == nullptr && !file.kept && !file.live) continue;
    throw UsageError(fmt::format(
        "{}: tasks on other machines cannot read it; `ciku pack` makes files of its text",
        file.query == nullptr ? "standard input, or a pipe" : Printable(file.path)));
  }
}

void CheckParts(const PlanCommandOptions& options, uint64_t bytes) {
  if (options.parts <= std::max<uint64_t>(bytes, 1)) return;
  throw UsageError(fmt::format("--parts {}: the inputs have {} bytes; divide them into fewer parts",
                               options.parts, bytes));
}

// One task can add up what some hundred parts have found.
uint64_t UsualMergeTasks(uint64_t parts) {
  constexpr uint64_t kMany = 200;
  return parts < kMany ? 0 : kMostMergeTasks;
}

// Throws UsageError if the folder of the run cannot stand in scripts, or if it would be among the
// inputs of a later run.
void CheckRun(const std::string& run, const InputChoice& inputs) {
  if (std::any_of(run.begin(), run.end(), [](unsigned char c) { return c < ' ' || c == 0x7F; })) {
    throw UsageError(Printable(run) + ": control characters cannot be in the name of a run");
  }
  for (const std::string& path : inputs.paths) {
    const std::string folder = AbsolutePath(path);
    if (!fs::is_directory(folder) || !(run + "/").starts_with(folder + "/")) continue;
    throw UsageError(fmt::format("{}: is in {}, which is an input; name a folder outside of it",
                                 Printable(run), Printable(path)));
  }
}

// Makes the folder of the run. Throws InputError if it holds something.
void MakeRun(const std::string& run) {
  std::error_code error;
  fs::create_directories(run, error);
  if (error) ThrowIoError(run, "make this folder", error.value());
  if (fs::is_empty(run, error)) return;
  throw InputError(Printable(run) + ": holds files already; name a new or an empty folder");
}

std::string LexiconNameFor(LexiconFormat format) {
  if (format == LexiconFormat::kRime) return "lexicon.dict.yaml";
  const std::string name(LexiconFormatName(format));
  return HoldsColumns(format) ? "lexicon." + name : "lexicon.txt";
}

// Says what was planned, what it will take, and what to do next.
void Summarize(const PlanCommandOptions& options, const RunPlan& plan,
               const RunExpectation& expected) {
  const std::vector<ClusterStep> steps = StepsOf(options.planned.choice.mine, plan.merge_tasks > 0);
  uint64_t tasks = 0;
  for (const ClusterStep& step : steps) {
    tasks += !step.in_parts() ? 1 : step.adds_up ? plan.merge_tasks : plan.parts;
  }
  const std::string run = Printable(options.planned.choice.output.path);
  const auto bytes = [](uint64_t size) { return ReadableBytes(static_cast<double>(size)); };
  Note(options.quiet,
       fmt::format(
           "{} of {}, in {}: {} in {}\n"
           "each task asks for {} of memory and may need {} of temporary disk; {} may grow to {}\n"
           "submit them: ciku cluster submit {}\nor do them here: ciku cluster run {} --all",
           Counted(plan.inputs, "inputs"), bytes(plan.input_bytes), Counted(plan.parts, "parts"),
           Counted(tasks, "tasks"), Counted(steps.size(), "steps"), bytes(plan.memory),
           bytes(expected.task_disk), run, bytes(expected.run_disk), run, run));
}

void RunPlanCommand(CLI::App* command, PlanCommandOptions* options, Report* report) {
  MineChoice& choice = options->planned.choice;
  const std::string run = AbsolutePath(choice.output.path);
  CheckRun(run, options->planned.input);
  choice.output.path = "-";
  ChooseMining(&choice, options->quiet);
  choice.output.path = run;
  report->SetOptions(ChosenMining(choice));
  const Storage storage;
  const Corpus& corpus = OpenCorpus(options->planned.input, {}, storage, report);
  CheckInputs(*options, corpus);
  CheckParts(*options, corpus.total_bytes());
  const RunExpectation expected = ExpectedOf(choice.mine, corpus, options->parts);
  RunPlan plan;
  plan.version = CIKU_VERSION;
  plan.arguments = PlannedArguments(command);
  plan.files = FilesNamed(command);
  plan.parts = expected.parts;
  plan.merge_tasks = options->merge_tasks.value_or(UsualMergeTasks(plan.parts));
  plan.memory = options->memory > 0 ? options->memory : expected.memory;
  plan.threads = options->threads;
  plan.output = LexiconNameFor(choice.layout.format);
  MakeRun(run);
  StartRun(run, choice.mine, corpus, DefaultResources());
  WritePlan(run, &plan, corpus);
  report->SetResults({{"parts", plan.parts}, {"input_bytes", plan.input_bytes}});
  AdvisePacking(corpus, options->quiet);
  Summarize(*options, plan, expected);
}

}  // namespace

void AddClusterPlanCommand(CLI::App* program) {
  const auto options = std::make_shared<PlanCommandOptions>();
  CLI::App* const command = program->add_subcommand(
      "cluster-plan", "Plan to mine a corpus in parts: inputs and options are fixed from then on");
  command->footer(
      "Example: 40 parts, each with 8G of memory\n"
      "  ciku cluster plan corpus/ -o run/ --parts 40 --memory 8G --min-count 5");
  AddInputOptions(command, &options->planned.input);
  AddMineOptions(command, &options->planned.choice);
  command->get_option("--output")
      ->description("The folder of the run, new or empty, which all machines share")
      ->default_str("")
      ->required()
      ->type_name("DIR");
  TakesCount(command
                 ->add_option("--parts", options->parts,
                              "How many parts the inputs are divided into, of equally many "
                              "bytes; each sweep has a task for each part")
                 ->default_str("one for each gigabyte, up to 1000"),
             1, CorpusPart::kMost);
  TakesCount(
      command
          ->add_option("--merge-tasks", options->merge_tasks,
                       "How many tasks add up, each for a range of keys, what the parts have "
                       "counted, before a single task goes on with it; 0 leaves it to that task")
          ->default_str("16 for 200 parts or more, otherwise 0"),
      0, kMostMergeTasks);
  TakesSize(command
                ->add_option("--memory", options->memory,
                             "The memory to ask for, for each task; a task uses what it gets")
                ->default_str("2G with unigram and ngram, 1G with the others"),
            1);
  TakesCount(
      command
          ->add_option("-j,--threads", options->threads, "The processors to ask for, for each task")
          ->default_str("1"),
      1, 1024);
  AddReportOptions(command, &options->quiet, &options->report);
  command->callback([=] {
    RunReported(command, {options->quiet, options->report, {}},
                [&](Report* report) { RunPlanCommand(command, options.get(), report); });
  });
}

}  // namespace ciku
