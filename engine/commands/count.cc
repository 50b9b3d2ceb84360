#include <fmt/core.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/commands/commands.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/commands/terminal/console.h"
#include "engine/count/ngram_key.h"
#include "engine/discover/counts.h"
#include "engine/text/alphabet.h"
#include "io/error.h"
#include "io/memory.h"
#include "io/output/result_file.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

struct CountCommandOptions {
  RunOptions run;
  CountOptions count;
  bool dump = false;
  std::string output;
};

// Prints a counts file as text.
void Dump(const CountCommandOptions& options, Report* report) {
  const std::vector<std::string>& inputs = options.run.input.paths;
  if (inputs.size() != 1) throw UsageError("--dump takes one counts file");
  report->SetThreads(1);
  report->AddInput({"INPUT", inputs.front()});
  TextOutput output(options.output, TempDirectory(options.run.storage));
  CheckOutput(output.file(), report->files_read());
  uint64_t ngrams = 0;
  report->Pass("dump counts", [&] {
    DumpCounts(inputs.front(), [&](std::string_view key, uint64_t count) {
      output.Write(fmt::format("{}\t{}\n", key, count));
      ++ngrams;
    });
    output.Commit();
    return Figures{{"ngrams", ngrams}};
  });
  report->SetResults({{"ngrams", ngrams}});
  report->AddOutput(output.file(), {{"ngrams", ngrams}});
}

Json DescribeResults(const CountFigures& figures) {
  Json results = DescribeInput(figures.input);
  results.update({{"symbols", figures.symbols},
                  {"pairs", figures.pairs},
                  {"counts_bytes", figures.counts_bytes},
                  {"block_size", figures.block_size},
                  {"spilled_bytes", figures.spilled_bytes},
                  {"peak_memory", PeakMemory()}});
  return results;
}

void RunCount(const CountCommandOptions& options, Report* report) {
  if (options.output.empty()) throw UsageError("--output is required: a counts file is not text");
  ResultFile output(options.output, TempDirectory(options.run.storage));
  CheckOutput(output, report->files_read());
  CheckBinaryOutput(output);
  report->SetOptions({{"rules", RulesName(options.count.text.rules.value_or(Rules::kUnits))}});
  const Storage storage(options.run.storage);
  const Corpus& corpus =
      OpenCorpus(options.run.input, {options.output, options.run.report}, storage, report);

  const CountFigures figures =
      Count(corpus, options.count, &output, options.run.resources, storage, report);
  output.Commit();

  report->SetThreads(figures.threads);
  report->SetResults(DescribeResults(figures));
  report->AddOutput(output);
  report->Complete(storage);
  WarnOfInput(figures.input, options.run.quiet);
  Note(options.run.quiet,
       fmt::format("{}, {}\n{} of text in {:.1f} s, {} of counts, {} spilled",
                   Counted(figures.input.records, "records"), Counted(figures.symbols, "symbols"),
                   ReadableBytes(static_cast<double>(figures.input.text_bytes)), report->seconds(),
                   ReadableBytes(static_cast<double>(figures.counts_bytes)),
                   ReadableBytes(static_cast<double>(figures.spilled_bytes))));
}

}  // namespace

void AddCountCommand(CLI::App* program) {
  const auto options = std::make_shared<CountCommandOptions>();
  CLI::App* const command = program->add_subcommand(
      "count", "Count n-grams into a file that can be kept, merged and weighed again");
  command->footer(
      "Example: count two halves of a corpus apart, add them up, and try thresholds on the sum\n"
      "  ciku count a/ -o a.counts\n"
      "  ciku count b/ -o b.counts\n"
      "  ciku merge a.counts b.counts -o all.counts\n"
      "  ciku words a/ b/ --counts all.counts --seed-count 20 -o lexicon.tsv\n"
      "The same for --method pair-cut: two symbols, and the source's rules\n"
      "  ciku count a/ -o a.counts --order 2 --rules nlp-zero");
  AddRunOptions(command, &options->run);
  AddTextOptions(command, &options->count.text);
  command->get_option("--rules")->default_str("units");
  command
      ->add_option("-o,--output", options->output,
                   "The counts file; needed unless --dump prints one")
      ->type_name("FILE");
  TakesCount(
      command
          ->add_option("--order", options->count.order,
                       "The length of the longest n-grams; all shorter ones are counted as well. "
                       "pair-cut needs 2, ngram its own order, unigram one more than its own")
          ->capture_default_str(),
      1, kMaxKeyLength);
  CLI::Option* const dump = command->add_flag(
      "--dump", options->dump,
      "Prints a counts file, INPUT, instead of counting: one n-gram and its count "
      "per line, separated by a tab; short n-grams first, and by code points");
  std::vector<std::string> names = {"--order", "--alphabet", "--normalize", "--lower",
                                    "--rules", "--strict",   "--work-dir"};
  for (const std::string& name : ReadingOptionNames()) names.push_back(name);
  for (const std::string& name : names) {
    dump->excludes(command->get_option(name));
  }
  command->callback([=] {
    if (options->dump && options->output.empty()) options->output = "-";
    RunReported(command, options->run.Reported({options->output}), [&](Report* report) {
      options->dump ? Dump(*options, report) : RunCount(*options, report);
    });
  });
}

}  // namespace ciku
