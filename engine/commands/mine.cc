#include <fmt/format.h>

#include <memory>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/job.h"
#include "engine/commands/lexicon_output.h"
#include "engine/commands/listed_words.h"
#include "engine/commands/method_options.h"
#include "engine/commands/options.h"
#include "engine/discover/pieces.h"
#include "io/memory.h"
#include "io/text_output.h"

namespace ciku {
namespace {

struct MineOptions {
  RunOptions run;
  TextOptions text;
  MethodOptions method;
  LexiconOptions lexicon;
  StatisticsOptions statistics;
  std::string output = "-";
};

void DescribeOptions(const MineOptions& options, const MemoryPlan& plan, Report* report) {
  report->options() = DescribeMethod(options.method);
  report->options().update({{"normalize", NormalFormName(options.text.folding)},
                            {"lower", options.text.folding.lower},
                            {"memory", options.run.resources.memory},
                            {"threads", plan.sweep.threads},
                            {"block_size", plan.sweep.reader.limits.block_size}});
}

void Summarize(const MineOptions& options, const Method::Terms& terms, const Json& results,
               double seconds) {
  const auto count = [&](const char* name) {
    return ReadableCount(results.at(name).get<uint64_t>());
  };
  const auto bytes = [&](const char* name) {
    return ReadableBytes(results.at(name).get<double>());
  };
  Note(options.run.quiet,
       fmt::format("{} records, {} symbols, {} distinct {}, {} of them {}\n"
                   "{} pieces, {} words\n"
                   "{} of text in {:.1f} s, {} spilled, {} peak memory",
                   count("records"), count("symbols"), count(terms.distinct), terms.plural,
                   count(terms.strong), terms.holds_together, count("pieces"), count("words"),
                   bytes("text_bytes"), seconds, bytes("spilled_bytes"), bytes("peak_memory")));
}

// What the lexicon depends on besides the inputs.
Json ResultOptions(const MineOptions& options, const Symbols& symbols) {
  Json result = ResultOptions(options.text);
  result.update(NamedAsOptions(DescribeMethod(options.method)));
  // What differs first is what is told: of the table that would say little.
  result["the table of symbols"] = ChecksumText(symbols.Checksum());
  return result;
}

// The main job, pass by pass.
void Mine(const MineOptions& options) {
  TextOutput output(options.output);
  Report report("mine", options.run.quiet, options.run.report, options.output);
  Job job(options.run);
  const Storage& storage = job.storage();

  const Corpus corpus = OpenCorpus(options.run, storage.spills, &report);
  const Symbols symbols = Symbols::Rank(options.text.alphabet, corpus, options.text.folding);
  const WordChoice choice(options.lexicon, options.run.resources.memory, symbols.normalizer());
  const MemoryPlan plan = MemoryPlan::Make(options.run.resources, corpus, symbols, choice.bytes());
  DescribeOptions(options, plan, &report);
  job.Begin("mine", ResultOptions(options, symbols), corpus);
  const std::unique_ptr<Method> method = MakeMethod(options.method, symbols, plan);
  const Method::Terms& terms = method->terms();

  // Sweep 1: shards -> blocks -> runs of symbols -> per-thread count maps -> sorted spill runs.
  SweepMeter counting;
  report.Sweep(terms.count_pass, corpus.total_bytes(), counting, storage.spills, [&] {
    const uint64_t counted = method->Count(corpus, storage, options.text.strict, &counting);
    return Json{{"records", counting.records.load()}, {"symbols", counted}};
  });

  // Merge and weigh. Counts are exact and total from here on, and nothing that follows depends on
  // how the work was divided.
  Weighed weighed;
  report.Pass(terms.weigh_pass, [&] {
    weighed = method->Weigh(storage);
    return Json{{terms.distinct, weighed.distinct},
                {terms.strong, weighed.strong},
                {"spilled_bytes", weighed.spilled_bytes}};
  });

  // Sweep 2: the same runs, cut at weak joints -> per-thread maps of pieces -> sorted spill runs.
  SweepMeter cutting;
  PieceCounts pieces;
  report.Sweep("cut pieces", corpus.total_bytes(), cutting, storage.spills, [&] {
    pieces = CountPieces(corpus, symbols, *weighed.joints, plan, storage, &cutting);
    return Json{{"pieces", pieces.pieces}};
  });

  // Merge: pieces that occur often enough are words, in the lexicon's order.
  ListedWords words = RankListed(options.method, choice, options.statistics, symbols, plan, storage,
                                 &pieces, &weighed.joints, &report);

  // Sweep 3, where statistics are wanted: all occurrences of these words and their neighbours.
  MeasureWords(options.statistics, corpus, symbols, plan, storage, &report, &words);

  report.results() = {{"records", counting.records.load()},
                      {"bad_records", counting.bad_records.load()},
                      {"invalid_bytes", counting.invalid_bytes.load()},
                      {"text_bytes", counting.text_bytes.load()},
                      {"symbols", weighed.symbols},
                      {terms.distinct, weighed.distinct},
                      {terms.strong, weighed.strong},
                      {"pieces", pieces.pieces},
                      {"overlong_pieces", pieces.overlong_pieces}};
  WriteLexicon(options.lexicon, options.statistics, &words, &report, &output);
  report.results()["spilled_bytes"] =
      weighed.spilled_bytes + pieces.counters->spilled_bytes() + words.spilled_bytes();
  report.results()["peak_memory"] = PeakMemory();
  report.results()["peak_temporary_bytes"] = storage.spills->peak_bytes();

  output.Commit();
  report.Write();
  job.Finish();
  WarnOfInput(corpus, counting);
  if (weighed.symbols == 0)
    Warn("the inputs hold no symbols of this alphabet: the lexicon is empty");
  if (pieces.overlong_pieces > 0) {
    Warn(fmt::format("{} pieces of more than {} symbols were left out of the lexicon",
                     ReadableCount(pieces.overlong_pieces), ReadableCount(kMaxWordLength)));
  }
  Summarize(options, terms, report.results(), report.seconds());
}

}  // namespace

void AddMineCommand(CLI::App* program) {
  const auto options = std::make_shared<MineOptions>();
  CLI::App* const command =
      program->add_subcommand("mine", "Find the words of a corpus: the main job");
  command->footer(
      "Example: the words of two to six symbols that occur 50 times or more in a folder of text\n"
      "  ciku mine corpus/ -o lexicon.tsv --min-count 50 --min-pmi 1 --min-length 2 --max-length "
      "6");
  AddRunOptions(command, &options->run);
  AddTextOptions(command, &options->text);
  command->add_option("-o,--output", options->output, "The lexicon, most frequent words first")
      ->type_name("FILE");
  AddMethodOptions(command, &options->method);
  AddLexiconOptions(command, &options->lexicon);
  AddStatisticsOptions(command, &options->statistics);
  command->callback([options] {
    CheckMethodOptions(options->method);
    CheckLexiconOptions(options->lexicon);
    CheckStatistics(options->statistics, options->lexicon.format);
    Mine(*options);
  });
}

}  // namespace ciku
