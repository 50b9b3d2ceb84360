#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/job.h"
#include "engine/commands/options.h"
#include "engine/discover/pair_cut.h"
#include "io/memory.h"
#include "io/text_output.h"

namespace ciku {
namespace {

struct MineOptions {
  RunOptions run;
  Alphabet alphabet = Alphabet::kBasic;
  bool strict = false;
  PairCutOptions cut;
  LengthRange lengths;
  std::string output = "-";
};

void DescribeOptions(const MineOptions& options, const MemoryPlan& plan, Report* report) {
  report->options() = {{"method", "pair-cut"},
                       {"min_count", options.cut.min_count},
                       {"min_pmi", options.cut.min_pmi},
                       {"smoothing", options.cut.smoothing},
                       {"memory", options.run.resources.memory},
                       {"threads", plan.sweep.threads},
                       {"block_size", plan.sweep.reader.limits.block_size}};
}

void Summarize(const MineOptions& options, const Json& results, double seconds) {
  const auto count = [&](const char* name) {
    return ReadableCount(results.at(name).get<uint64_t>());
  };
  const auto bytes = [&](const char* name) {
    return ReadableBytes(results.at(name).get<double>());
  };
  Note(options.run.quiet,
       fmt::format("{} records, {} symbols, {} distinct pairs, {} of them strong\n"
                   "{} pieces, {} words\n"
                   "{} of text in {:.1f} s, {} spilled, {} peak memory",
                   count("records"), count("symbols"), count("distinct_pairs"),
                   count("strong_pairs"), count("pieces"), count("words"), bytes("text_bytes"),
                   seconds, bytes("spilled_bytes"), bytes("peak_memory")));
}

// What the lexicon depends on besides the inputs.
Json ResultOptions(const MineOptions& options, const Symbols& symbols) {
  const PairCutOptions& cut = options.cut;
  return {{"--method", "pair-cut"},
          {"--alphabet", AlphabetName(options.alphabet)},
          {"--strict", options.strict},
          {"--min-count", cut.min_count},
          {"--min-pmi", cut.min_pmi},
          {"--smoothing", cut.smoothing},
          {"--min-length", options.lengths.least},
          {"--max-length", options.lengths.most},
          {"the table of symbols", ChecksumText(symbols.Checksum())}};
}

// The main job, pass by pass.
void Mine(const MineOptions& options) {
  TextOutput output(options.output);
  Report report("mine", options.run.quiet, options.run.report, options.output);
  Job job(options.run);
  const Storage& storage = job.storage();

  const Corpus corpus = OpenCorpus(options.run, storage.spills, &report);
  const Symbols symbols = Symbols::Rank(options.alphabet, corpus);
  const MemoryPlan plan = MemoryPlan::Make(options.run.resources, corpus, symbols);
  DescribeOptions(options, plan, &report);
  job.Begin("mine", ResultOptions(options, symbols), corpus);

  // Sweep 1: shards -> blocks -> runs of symbols -> per-thread count maps -> sorted spill runs.
  SweepMeter counting;
  PairCounts pairs;
  report.Sweep("count pairs", corpus.total_bytes(), counting, storage.spills, [&] {
    pairs = CountPairs(corpus, symbols, plan, storage, options.strict, &counting);
    return Json{{"records", counting.records.load()}, {"symbols", pairs.symbols}};
  });

  // Merge and weigh. Counts are exact and total from here on, and nothing that follows depends on
  // how the work was divided.
  std::optional<WeighedPairs> weighed;
  report.Pass("weigh pairs", [&] {
    weighed = Weigh(&pairs, options.cut, plan, storage);
    return Json{{"distinct_pairs", weighed->distinct},
                {"strong_pairs", weighed->strong.size()},
                {"spilled_bytes", weighed->spilled_bytes}};
  });

  // Sweep 2: the same runs, cut at weak joints -> per-thread maps of pieces -> sorted spill runs.
  SweepMeter cutting;
  PieceCounts pieces;
  report.Sweep("cut pieces", corpus.total_bytes(), cutting, storage.spills, [&] {
    pieces = CountPieces(corpus, symbols, weighed->strong, plan, storage, &cutting);
    return Json{{"pieces", pieces.pieces}};
  });

  // Merge: pieces with min_count occurrences or more are words, in the lexicon's order.
  std::optional<WordRanking> words;
  report.Pass("rank words", [&] {
    words = RankWords(&pieces, symbols, options.cut.min_count, options.lengths, plan, storage);
    return Json{{"words", words->size()}, {"spilled_bytes", pieces.counters->spilled_bytes()}};
  });

  report.results() = {{"records", counting.records.load()},
                      {"bad_records", counting.bad_records.load()},
                      {"invalid_bytes", counting.invalid_bytes.load()},
                      {"text_bytes", counting.text_bytes.load()},
                      {"symbols", pairs.symbols},
                      {"distinct_pairs", weighed->distinct},
                      {"strong_pairs", weighed->strong.size()},
                      {"pieces", pieces.pieces},
                      {"overlong_pieces", pieces.overlong_pieces},
                      {"words", words->size()}};
  report.Pass("write lexicon", [&] {
    words->ForEach([&](std::string_view word, uint64_t count) {
      output.Write(word);
      output.Write(fmt::format("\t{}\n", count));
    });
    return Json::object();
  });
  report.results()["spilled_bytes"] =
      weighed->spilled_bytes + pieces.counters->spilled_bytes() + words->spilled_bytes();
  report.results()["peak_memory"] = PeakMemory();

  report.results()["peak_temporary_bytes"] = storage.spills->peak_bytes();

  output.Commit();
  report.Write();
  job.Finish();
  WarnOfInput(corpus, counting);
  if (pairs.symbols == 0) Warn("the inputs hold no symbols of this alphabet: the lexicon is empty");
  if (pieces.overlong_pieces > 0) {
    Warn(fmt::format("{} pieces of more than {} symbols were left out of the lexicon",
                     ReadableCount(pieces.overlong_pieces), ReadableCount(kMaxWordLength)));
  }
  Summarize(options, report.results(), report.seconds());
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
  AddTextOptions(command, &options->alphabet, &options->strict);
  command
      ->add_option("-o,--output", options->output,
                   "The lexicon: word<TAB>count, most frequent first")
      ->type_name("FILE");
  TakesName(command->add_option("--method",
                                "How words are found: pair-cut cuts text where two neighbours do "
                                "not hold together (default: pair-cut)"),
            {"pair-cut"});
  TakesCount(command
                 ->add_option("--min-count", options->cut.min_count,
                              "The least count of a strong pair and of a word")
                 ->capture_default_str(),
             1);
  TakesNumber(command
                  ->add_option("--min-pmi", options->cut.min_pmi,
                               "The least pointwise mutual information of a strong pair, in nats")
                  ->capture_default_str(),
              std::numeric_limits<double>::lowest());
  TakesNumber(
      command
          ->add_option("--smoothing", options->cut.smoothing, "Added to all counts in that measure")
          ->capture_default_str(),
      0)
      ->type_name("G");
  TakesCount(command
                 ->add_option("--min-length", options->lengths.least,
                              "The least length of a word, in symbols")
                 ->capture_default_str(),
             1);
  TakesCount(command->add_option("--max-length", options->lengths.most,
                                 "The greatest length of a word, in symbols"),
             1);
  command->callback([options] {
    if (options->lengths.least > options->lengths.most) {
      throw CLI::ValidationError("--max-length",
                                 "is less than --min-length: no word could be found");
    }
    Mine(*options);
  });
}

}  // namespace ciku
