#include <fmt/core.h>

#include <memory>
#include <string>
#include <tuple>
#include <vector>

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

// More bins are of no use: all that begins with one character is in one bin.
constexpr uint64_t kMostBins = 10'000;

struct MergeCommandOptions {
  std::vector<std::string> inputs;
  std::string bin;  // as it was given
  MergeOptions merge;
  std::string output;
  Resources resources = DefaultResources();
  StorageOptions storage;
  bool quiet = false;
  std::string report;
};

void RunMerge(MergeCommandOptions options, Report* report) {
  if (const auto bin = ParseShare(options.bin, kMostBins)) {
    std::tie(options.merge.bin, options.merge.bins) = *bin;
  }
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

// Adds the options that leave something out of the sum.
void AddLimitOptions(CLI::App* command, MergeCommandOptions* options) {
  command
      ->add_option("--bin", options->bin,
                   "Merges only a part of the sum, the B-th of M: what begins with some of the "
                   "characters. All M bins together, merged again, are the sum, byte for byte; so "
                   "many processes may each merge a bin of the same files")
      ->type_name("B/M")
      ->check([](const std::string& text) {
        if (ParseShare(text, kMostBins)) return std::string();
        return fmt::format("'{}' is no bin such as 2/5; there may be up to {} bins", text,
                           kMostBins);
      });
  TakesCount(
      command
          ->add_option("--min-count", options->merge.min_count,
                       "Leaves out n-grams of two characters or more, or pieces, that occur "
                       "less often. What is left serves for all thresholds that ask for no "
                       "less, with the same results, but cannot be merged with other counts. "
                       "For --method unigram, 2 is the most")
          ->default_str("1"),
      1);
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
      "  ciku merge 1.counts 2.counts --complete -o all.counts\n"
      "The same in two processes, without what occurs only once\n"
      "  ciku merge [12].counts --bin 1/2 --min-count 2 -o 1.bin\n"
      "  ciku merge [12].counts --bin 2/2 --min-count 2 -o 2.bin\n"
      "  ciku merge 1.bin 2.bin -o all.counts");
  command->add_option("COUNTS", options->inputs, "Counts files")->required()->type_name("COUNTS");
  command->add_option("-o,--output", options->output, "Their sum")->required()->type_name("FILE");
  command->add_flag("--complete", options->merge.complete,
                    "Fails if parts of a corpus, which --part has counted, are missing, and says "
                    "which");
  AddLimitOptions(command, options.get());
  AddResourceOptions(command, &options->resources, &options->storage);
  AddReportOptions(command, &options->quiet, &options->report);
  command->callback([=] {
    RunReported(command, {options->quiet, options->report, {options->output}},
                [&](Report* report) { RunMerge(*options, report); });
  });
}

}  // namespace ciku
