#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/job.h"
#include "engine/commands/options.h"
#include "engine/discover/ngram_cut.h"
#include "engine/discover/pair_cut.h"
#include "engine/discover/pieces.h"
#include "engine/discover/word_statistics.h"
#include "engine/lexicon/word_filter.h"
#include "engine/lexicon/word_selection.h"
#include "engine/lexicon/word_table.h"
#include "io/lexicon_file.h"
#include "io/memory.h"
#include "io/text_output.h"

namespace ciku {
namespace {

constexpr const char* kPairCut = "pair-cut";
constexpr const char* kNgram = "ngram";

struct MineOptions {
  RunOptions run;
  Alphabet alphabet = Alphabet::kBasic;
  bool strict = false;
  std::string method = kPairCut;
  PairCutOptions cut;
  NgramOptions ngram;
  uint64_t min_count = 10;
  FilterOptions filter;
  StatisticsOptions statistics;
  uint64_t top = std::numeric_limits<uint64_t>::max();
  LexiconFormat format = LexiconFormat::kTsv;
  std::string output = "-";
};

// The options of the method, and only those.
Json MethodOptions(const MineOptions& options) {
  if (options.method == kNgram) {
    return {{"order", options.ngram.order}, {"thresholds", options.ngram.thresholds}};
  }
  return {{"min_pmi", options.cut.min_pmi}, {"smoothing", options.cut.smoothing}};
}

std::unique_ptr<Method> MakeMethod(const MineOptions& options, const Symbols& symbols,
                                   const MemoryPlan& plan) {
  if (options.method == kNgram) return MakeNgramCut(symbols, plan, options.ngram);
  return MakePairCut(symbols, plan, options.cut);
}

void DescribeOptions(const MineOptions& options, const MemoryPlan& plan, Report* report) {
  report->options() = {{"method", options.method}, {"min_count", options.min_count}};
  report->options().update(MethodOptions(options));
  report->options().update({{"memory", options.run.resources.memory},
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

// The words in memory, where it takes more than their ranking to list them.
struct HeldWords {
  std::optional<WordTable> table;
  MeasuredWords measured;
  std::vector<uint32_t> listed;  // their numbers, in order
};

// Writes the words that are listed, in order.
void WriteLexicon(const MineOptions& options, const HeldWords& words, TextOutput* output) {
  const bool columns = options.statistics.columns;
  std::string line;
  if (columns) AppendStatisticsHeader(options.format, &line);
  for (const uint32_t number : words.listed) {
    std::string word;
    words.table->AppendUtf8(number, &word);
    const uint64_t count = words.table->count(number);
    if (columns) {
      AppendLexiconLine(options.format, word, count, words.measured.of[number], &line);
    } else {
      AppendLexiconLine(options.format, word, count, &line);
    }
    output->Write(line);
    line.clear();
  }
  output->Write(line);
}

void WriteLexicon(const MineOptions& options, WordRanking* words, TextOutput* output) {
  std::string line;
  words->ForEach(options.top, [&](std::string_view word, uint64_t count) {
    line.clear();
    AppendLexiconLine(options.format, word, count, &line);
    output->Write(line);
  });
}

// What the lexicon depends on besides the inputs.
Json ResultOptions(const MineOptions& options, const Symbols& symbols) {
  Json result = {{"--method", options.method},
                 {"--alphabet", AlphabetName(options.alphabet)},
                 {"--strict", options.strict},
                 {"--min-count", options.min_count},
                 {"the table of symbols", ChecksumText(symbols.Checksum())}};
  const Json of_method = MethodOptions(options);
  for (const auto& [key, value] : of_method.items()) {
    std::string name = key;
    std::replace(name.begin(), name.end(), '_', '-');
    result["--" + name] = value;
  }
  return result;
}

// The main job, pass by pass.
void Mine(const MineOptions& options) {
  TextOutput output(options.output);
  Report report("mine", options.run.quiet, options.run.report, options.output);
  Job job(options.run);
  const Storage& storage = job.storage();

  const Corpus corpus = OpenCorpus(options.run, storage.spills, &report);
  const Symbols symbols = Symbols::Rank(options.alphabet, corpus);
  const WordFilter filter(options.filter, options.run.resources.memory / 8);
  const MemoryPlan plan = MemoryPlan::Make(options.run.resources, corpus, symbols);
  DescribeOptions(options, plan, &report);
  job.Begin("mine", ResultOptions(options, symbols), corpus);
  const std::unique_ptr<Method> method = MakeMethod(options, symbols, plan);
  const Method::Terms& terms = method->terms();

  // Sweep 1: shards -> blocks -> runs of symbols -> per-thread count maps -> sorted spill runs.
  SweepMeter counting;
  report.Sweep(terms.count_pass, corpus.total_bytes(), counting, storage.spills, [&] {
    const uint64_t counted = method->Count(corpus, storage, options.strict, &counting);
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
  std::optional<WordRanking> words;
  HeldWords held;
  report.Pass("rank words", [&] {
    words = RankWords(&pieces, symbols, *weighed.joints, options.min_count, filter, plan, storage);
    weighed.joints.reset();
    Json ranked = {{"words", words->size()}, {"spilled_bytes", pieces.counters->spilled_bytes()}};
    if (options.statistics.NeedWords()) held.table.emplace(HoldWords(&*words, symbols, plan));
    return ranked;
  });
  uint64_t listed = words->size();

  // Sweep 3, where statistics are wanted: all occurrences of these words and their neighbours.
  if (options.statistics.NeedStatistics()) {
    SweepMeter measuring;
    report.Sweep("measure words", corpus.total_bytes(), measuring, storage.spills, [&] {
      held.measured =
          MeasureWords(corpus, symbols, *held.table, weighed.symbols, plan, storage, &measuring);
      return Json{{"spilled_bytes", held.measured.spilled_bytes}};
    });
  }
  if (held.table) {
    held.listed = SelectWords(*held.table, held.measured.of, options.statistics.selection);
    listed = held.listed.size();
    held.listed.resize(std::min(listed, options.top));
  }

  report.results() = {{"records", counting.records.load()},
                      {"bad_records", counting.bad_records.load()},
                      {"invalid_bytes", counting.invalid_bytes.load()},
                      {"text_bytes", counting.text_bytes.load()},
                      {"symbols", weighed.symbols},
                      {terms.distinct, weighed.distinct},
                      {terms.strong, weighed.strong},
                      {"pieces", pieces.pieces},
                      {"overlong_pieces", pieces.overlong_pieces},
                      {"words", std::min(listed, options.top)}};
  report.Pass("write lexicon", [&] {
    if (held.table) {
      WriteLexicon(options, held, &output);
    } else {
      WriteLexicon(options, &*words, &output);
    }
    return Json::object();
  });
  report.results()["spilled_bytes"] = weighed.spilled_bytes + pieces.counters->spilled_bytes() +
                                      words->spilled_bytes() + held.measured.spilled_bytes;
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

// Adds --order and --thresholds.
void AddNgramOptions(CLI::App* command, NgramOptions* options) {
  CLI::Option* const order = TakesCount(
      command
          ->add_option("--order", options->order, "The longest n-grams that --method ngram counts")
          ->capture_default_str(),
      2, kMaxOrder);
  CLI::Option* const thresholds =
      command
          ->add_option("--thresholds", options->thresholds,
                       "The least cohesion of n-grams of 1, 2, ... symbols, in nats; as many as "
                       "--order says (default: 0,2,4,...)")
          ->delimiter(',')
          ->type_name("X,X,...");
  command->parse_complete_callback([=] {
    if (thresholds->empty() && !order->empty()) {
      options->thresholds = NgramOptions::DefaultThresholds(options->order);
    }
  });
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
  command->add_option("-o,--output", options->output, "The lexicon, most frequent words first")
      ->type_name("FILE");
  TakesName(command
                ->add_option("--method", options->method,
                             "How words are found: pair-cut cuts text where two neighbours do "
                             "not hold together; ngram, where no n-gram that does covers both")
                ->capture_default_str(),
            {kPairCut, kNgram});
  TakesCount(command
                 ->add_option("--min-count", options->min_count,
                              "The least count of a strong pair or n-gram, and of a word")
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
  AddNgramOptions(command, &options->ngram);
  AddLexiconOptions(command, &options->format, &options->top, &options->filter);
  AddStatisticsOptions(command, &options->statistics);
  command->callback([options] {
    CheckLengths(options->filter.lengths);
    CheckStatistics(options->statistics, options->format);
    options->cut.min_count = options->ngram.min_count = options->min_count;
    Mine(*options);
  });
}

}  // namespace ciku
