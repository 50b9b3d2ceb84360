#include <fmt/core.h>

#include <memory>
#include <string>

#include "engine/commands/commands.h"
#include "engine/commands/method_options.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/commands/terminal/console.h"
#include "engine/discover/counts.h"
#include "engine/discover/methods.h"
#include "engine/discover/ngram_counts.h"
#include "io/files/spill_folder.h"
#include "io/memory.h"
#include "io/output/result_file.h"

namespace ciku {
namespace {

struct WeighOptions {
  std::string counts;
  GivenMethod method;
  std::string output;
  Resources resources = DefaultResources();
  StorageOptions storage;
  bool quiet = false;
  std::string report;
};

Json DescribeResults(const WeighFigures& figures, const Storage& storage) {
  return {{"symbols", figures.symbols},
          {figures.terms.distinct, figures.distinct},
          {figures.terms.strong, figures.strong},
          {"joints_bytes", figures.joints_bytes},
          {"spilled_bytes", figures.spilled_bytes},
          {"peak_memory", PeakMemory()},
          {"peak_temporary_bytes", storage.spills()->peak_bytes()}};
}

void RunWeigh(const WeighOptions& options, Report* report) {
  NoteMethod(options.method, options.quiet);
  MakeMethodOptions(options.method);  // finds contradictions
  ResultFile output(options.output, TempDirectory(options.storage));
  CheckOutput(output, report->files_read());
  CheckBinaryOutput(output);
  const MethodOptions method = MethodForCounts(options.counts, options.method);
  report->SetOptions(DescribeMethod(method));
  const Storage storage(options.storage);
  const WeighFigures figures =
      Weigh(options.counts, method, &output, options.resources, storage, report);
  output.Commit();
  report->SetThreads(figures.threads);
  report->SetResults(DescribeResults(figures, storage));
  report->AddOutput(output);
  report->Complete(storage);
  WarnOfRules(method, NgramCounts(options.counts).text().rules.value(), options.counts);
  Note(options.quiet,
       fmt::format("{}, {} of them {}; {} of joints in {:.1f} s",
                   Counted(figures.distinct, fmt::format("distinct {}", figures.terms.plural)),
                   ReadableCount(figures.strong), figures.terms.holds_together,
                   ReadableBytes(static_cast<double>(figures.joints_bytes)), report->seconds()));
}

}  // namespace

void AddWeighCommand(CLI::App* program) {
  const auto options = std::make_shared<WeighOptions>();
  CLI::App* const command = program->add_subcommand(
      "weigh", "Weigh counts once: keep what holds together, for cutting text in parts");
  command->footer(
      "The joints are a small file, by which `ciku words` cuts text as it would by the counts. The "
      "unigram method has no joints, because it cuts no text.\n\n"
      "Example: weigh counts once, and cut two halves of a corpus by what holds together\n"
      "  ciku weigh all.counts --method pair-cut --min-count 20 -o all.joints\n"
      "  ciku words a/ --joints all.joints --pieces -o a.pieces\n"
      "  ciku words b/ --joints all.joints --pieces -o b.pieces");
  command->add_option("COUNTS", options->counts, "A counts file of n-grams")
      ->required()
      ->type_name("COUNTS");
  AddMethodOptions(command, &options->method);
  command->get_option("--order")->default_str(
      "as for mine; for ngram no more than that of the counts");
  command->add_option("-o,--output", options->output, "What holds together")
      ->required()
      ->type_name("FILE");
  AddResourceOptions(command, &options->resources, &options->storage);
  AddReportOptions(command, &options->quiet, &options->report);
  command->callback([=] {
    RunReported(command, {options->quiet, options->report, {options->output}},
                [&](Report* report) { RunWeigh(*options, report); });
  });
}

}  // namespace ciku
