#include <fmt/format.h>

#include <memory>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/options.h"
#include "engine/count/merge_counts.h"
#include "io/memory.h"

namespace ciku {
namespace {

struct MergeOptions {
  std::vector<std::string> inputs;
  std::string output;
  Resources resources = DefaultResources();
  std::string temp_directory = DefaultTempDirectory();
  bool quiet = false;
  std::string report;
};

void Merge(const MergeOptions& options) {
  ResultFile output(options.output);
  Report report("merge", options.quiet, options.report, options.output);
  SpillFolder spills(options.temp_directory);
  const CounterConfig config{options.resources.memory, options.resources.threads, &spills};
  report.options() = DescribeResources(options.resources);
  uint64_t bytes = 0;
  report.Pass("merge counts", [&] {
    const File merged = MergeCounts(options.inputs, config, output.Share());
    bytes = merged.Size();
    return Json{{"files", options.inputs.size()}, {"counts_bytes", bytes}};
  });
  output.Commit();
  report.results() = {{"counts_bytes", bytes},
                      {"peak_memory", PeakMemory()},
                      {"peak_temporary_bytes", spills.peak_bytes()}};
  report.Write();
  Note(options.quiet,
       fmt::format("{} files added up to {} in {:.1f} s", ReadableCount(options.inputs.size()),
                   ReadableBytes(static_cast<double>(bytes)), report.seconds()));
}

}  // namespace

void AddMergeCommand(CLI::App* program) {
  const auto options = std::make_shared<MergeOptions>();
  CLI::App* const command = program->add_subcommand(
      "merge", "Add up counts files of different inputs, of n-grams or of pieces");
  command->footer(
      "The result is, byte for byte, what counting all the inputs at once gives.\n\n"
      "Example: counts that many processes have made, each of a part of a corpus\n"
      "  ciku merge parts/*.counts -o all.counts");
  command->add_option("COUNTS", options->inputs, "Counts files")->required()->type_name("");
  command->add_option("-o,--output", options->output, "Their sum")->required()->type_name("FILE");
  AddResourceOptions(command, &options->resources, &options->temp_directory);
  AddReportOptions(command, &options->quiet, &options->report);
  command->callback([options] { Merge(*options); });
}

}  // namespace ciku
