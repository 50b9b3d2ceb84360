#include <fmt/core.h>

#include <memory>

#include "engine/commands/commands.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/commands/terminal/console.h"
#include "engine/discover/counts.h"
#include "io/files/spill_folder.h"
#include "io/memory.h"
#include "io/output/result_file.h"

namespace ciku {
namespace {

struct MergeCommandOptions {
  std::vector<std::string> inputs;
  MergeOptions merge;
  std::string output;
  Resources resources = DefaultResources();
  StorageOptions storage;
  bool quiet = false;
  std::string report;
};

void RunMerge(const MergeCommandOptions& options, Report* report) {
  ResultFile output(options.output, TempDirectory(options.storage));
  // The sum may replace one of the files that are added up: that is read to its end before.
  CheckOutput(output, output.is_direct() ? report->files_read() : std::vector<NamedFile>());
  CheckBinaryOutput(output);
  const Storage storage(options.storage);
  const uint64_t bytes =
      Merge(options.inputs, options.merge, &output, options.resources, storage, report);
  output.Commit();
  report->SetResults({{"counts_bytes", bytes},
                      {"peak_memory", PeakMemory()},
                      {"peak_temporary_bytes", storage.spills()->peak_bytes()}});
  report->AddOutput(output);
  report->Complete(storage);
  Note(options.quiet,
       fmt::format("{} added up to {} in {:.1f} s", Counted(options.inputs.size(), "files"),
                   ReadableBytes(static_cast<double>(bytes)), report->seconds()));
}

}  // namespace

void AddMergeCommand(CLI::App* program) {
  const auto options = std::make_shared<MergeCommandOptions>();
  CLI::App* const command = program->add_subcommand(
      "merge", "Add up counts files of different inputs, of n-grams or of pieces");
  command->footer(
      "The result is, byte for byte, what counting all the inputs at once gives. It may take the "
      "place of one of the counts files.\n\n"
      "Example: counts that many processes have made, each of a part of a corpus\n"
      "  ciku count corpus/ --part 1/2 -o 1.counts\n"
      "  ciku count corpus/ --part 2/2 -o 2.counts\n"
      "  ciku merge 1.counts 2.counts --complete -o all.counts");
  command->add_option("COUNTS", options->inputs, "Counts files")->required()->type_name("COUNTS");
  command->add_option("-o,--output", options->output, "Their sum")->required()->type_name("FILE");
  command->add_flag("--complete", options->merge.complete,
                    "Fails if parts of a corpus, which --part has counted, are missing, and says "
                    "which");
  AddResourceOptions(command, &options->resources, &options->storage);
  AddReportOptions(command, &options->quiet, &options->report);
  command->callback([=] {
    RunReported(command, {options->quiet, options->report, {options->output}},
                [&](Report* report) { RunMerge(*options, report); });
  });
}

}  // namespace ciku
