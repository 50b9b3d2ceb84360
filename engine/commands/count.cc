#include <fmt/format.h>

#include <limits>
#include <memory>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/job.h"
#include "engine/commands/options.h"
#include "engine/count/counts_file.h"
#include "engine/discover/ngram_counts.h"
#include "io/memory.h"
#include "io/text_output.h"

namespace ciku {
namespace {

struct CountOptions {
  RunOptions run;
  TextOptions text;
  size_t order = 4;
  bool dump = false;
  std::string output;
};

// Prints a counts file as text.
void Dump(const CountOptions& options) {
  if (options.run.inputs.size() != 1) throw UsageError("--dump takes one counts file");
  TextOutput output(options.output.empty() ? "-" : options.output);
  const CountsFile counts(options.run.inputs.front());
  DumpCounts(counts, [&](std::string_view key, uint64_t count) {
    output.Write(fmt::format("{}\t{}\n", key, count));
  });
  output.Commit();
}

Json ResultOptions(const CountOptions& options, const Symbols& symbols) {
  Json result = ResultOptions(options.text);
  result.update(
      {{"--order", options.order}, {"the table of symbols", ChecksumText(symbols.Checksum())}});
  return result;
}

void Count(const CountOptions& options) {
  if (options.output.empty()) throw UsageError("--output is required: a counts file is no text");
  ResultFile output(options.output);
  Report report("count", options.run.quiet, options.run.report, options.output);
  Job job(options.run);
  const Storage& storage = job.storage();

  const Corpus corpus = OpenCorpus(options.run, storage.spills, &report);
  const Symbols symbols = Symbols::InOrder(options.text.alphabet, corpus, options.text.folding);
  const MemoryPlan plan =
      MemoryPlan::Make(options.run.resources, corpus, symbols, 2 * symbols.size() * kSectionMemory);
  report.options() = {{"order", options.order},
                      {"normalize", NormalFormName(options.text.folding)},
                      {"lower", options.text.folding.lower},
                      {"memory", options.run.resources.memory},
                      {"threads", plan.sweep.threads},
                      {"block_size", plan.sweep.reader.limits.block_size}};
  job.Begin("count", ResultOptions(options, symbols), corpus);
  const std::unique_ptr<NgramCounting> counting = MakeNgramCounting(symbols, plan, options.order);

  // Sweep 1: shards -> blocks -> runs of symbols -> windows of each thread -> sorted spill runs.
  SweepMeter meter;
  uint64_t counted = 0;
  report.Sweep("count n-grams", corpus.total_bytes(), meter, storage.spills, [&] {
    counted = counting->Count(corpus, storage, options.text.strict, &meter);
    return Json{{"records", meter.records.load()}, {"symbols", counted}};
  });

  // Merge: counts are exact, total and sorted, and written as they come.
  report.Pass("write counts", [&] {
    CountsWriter writer(output.Share());
    const uint64_t pairs = counting->Write(storage, &writer);
    AddInputs(corpus, &writer);
    report.results() = {{"records", meter.records.load()},
                        {"bad_records", meter.bad_records.load()},
                        {"invalid_bytes", meter.invalid_bytes.load()},
                        {"text_bytes", meter.text_bytes.load()},
                        {"symbols", counted},
                        {"pairs", pairs}};
    const File written = writer.Finish({AboutNgrams(symbols, options.order), report.results()});
    report.results()["counts_bytes"] = written.Size();
    return Json{{"spilled_bytes", counting->spilled_bytes()}};
  });
  report.results()["spilled_bytes"] = counting->spilled_bytes();
  report.results()["peak_memory"] = PeakMemory();

  output.Commit();
  report.Write();
  job.Finish();
  WarnOfInput(corpus, meter);
  Note(options.run.quiet,
       fmt::format("{} records, {} symbols\n{} of text in {:.1f} s, {} of counts, {} spilled",
                   ReadableCount(meter.records), ReadableCount(counted),
                   ReadableBytes(static_cast<double>(meter.text_bytes)), report.seconds(),
                   ReadableBytes(report.results()["counts_bytes"].get<double>()),
                   ReadableBytes(static_cast<double>(counting->spilled_bytes()))));
}

}  // namespace

void AddCountCommand(CLI::App* program) {
  const auto options = std::make_shared<CountOptions>();
  CLI::App* const command = program->add_subcommand(
      "count", "Count n-grams into a file that can be kept, merged and weighed again");
  command->footer(
      "Example: count two halves of a corpus apart, add them up, and try thresholds on the sum\n"
      "  ciku count a/ -o a.counts\n"
      "  ciku count b/ -o b.counts\n"
      "  ciku merge a.counts b.counts -o all.counts\n"
      "  ciku words a/ b/ --counts all.counts --method ngram -o lexicon.tsv");
  AddRunOptions(command, &options->run);
  AddTextOptions(command, &options->text);
  command->add_option("-o,--output", options->output, "The counts file")->type_name("FILE");
  TakesCount(command
                 ->add_option("--order", options->order,
                              "The longest n-grams; all shorter ones are counted as well")
                 ->capture_default_str(),
             1, kMaxOrder);
  CLI::Option* const dump =
      command->add_flag("--dump", options->dump,
                        "Counts nothing: INPUT is a counts file, printed as lines of an n-gram, a "
                        "tab and its count, short n-grams first, by code points");
  for (const char* name : {"--order", "--alphabet", "--normalize", "--lower", "--strict", "--field",
                           "--encoding", "--skip-bad-records", "--work-dir", "--report"}) {
    dump->excludes(command->get_option(name));
  }
  command->callback([options] { options->dump ? Dump(*options) : Count(*options); });
}

}  // namespace ciku
