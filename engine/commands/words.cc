#include <fmt/format.h>

#include <memory>
#include <optional>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/job.h"
#include "engine/commands/lexicon_output.h"
#include "engine/commands/listed_words.h"
#include "engine/commands/method_options.h"
#include "engine/commands/options.h"
#include "engine/discover/ngram_counts.h"
#include "engine/discover/piece_counts.h"
#include "engine/discover/pieces.h"
#include "io/memory.h"
#include "io/text_output.h"

namespace ciku {
namespace {

constexpr const char* kCountsOfCut = "the counts that they were cut by";

struct WordsOptions {
  RunOptions run;
  std::string counts;
  std::string from_pieces;
  bool pieces = false;
  MethodOptions method;
  LexiconOptions lexicon;
  StatisticsOptions statistics;
  std::string output = "-";
};

// The order of the counts is that of the method where none was named.
MethodOptions FitMethod(const WordsOptions& options, const NgramCounts& counts) {
  MethodOptions method = options.method;
  if (method.Has("--order") || counts.order() < 2) return method;
  method.ngram.order = counts.order();
  if (!method.Has("--thresholds")) {
    method.ngram.thresholds = NgramOptions::DefaultThresholds(counts.order());
  }
  return method;
}

// What pieces say of themselves: they can be added up where the same counts cut them alike.
Json AboutPieces(const NgramCounts& counts, const MethodOptions& method) {
  Json about = counts.file().about();
  about.update(NamedAsOptions(DescribeMethod(method)));
  about[kWhat] = kPiecesCounted;
  about[kCountsOfCut] = ChecksumText(counts.file().checksum());
  return about;
}

// Says so where inputs are not among those that were counted: right for new text of the same kind,
// but more often a mistake.
void WarnOfUncounted(const Corpus& corpus, const CountsFile& counts) {
  const uint64_t uncounted = CountMissingInputs(corpus, counts);
  if (uncounted == 0) return;
  Warn(fmt::format("{} of the {} inputs are not among those that {} counted",
                   ReadableCount(uncounted), ReadableCount(corpus.files().size()),
                   Printable(counts.path())));
}

// Weighs counts that were kept, and goes over the corpus once: the second half of the main job.
void FindWords(const WordsOptions& options) {
  std::optional<TextOutput> lexicon;
  std::optional<ResultFile> kept;
  if (options.pieces) {
    kept.emplace(options.output);
  } else {
    lexicon.emplace(options.output);
  }
  Report report("words", options.run.quiet, options.run.report, options.output);
  Job job(options.run);
  const Storage& storage = job.storage();

  const NgramCounts counts(options.counts);
  const MethodOptions method_options = FitMethod(options, counts);
  const Corpus corpus = OpenCorpus(options.run, storage.spills, &report);
  const Symbols symbols = counts.MakeSymbols();
  const WordChoice choice(options.lexicon, options.run.resources.memory, symbols.normalizer());
  // Those of the counts, and of pieces while they are written.
  const size_t sections =
      counts.file().sections().size() + (options.pieces ? 2 * symbols.size() : 0);
  const MemoryPlan plan = MemoryPlan::Make(options.run.resources, corpus, symbols,
                                           sections * kSectionMemory + choice.bytes());
  const Json about = AboutPieces(counts, method_options);
  report.options() = DescribeMethod(method_options);
  report.options().update({{"memory", options.run.resources.memory},
                           {"threads", plan.sweep.threads},
                           {"block_size", plan.sweep.reader.limits.block_size}});
  job.Begin("words", about, corpus);
  const std::unique_ptr<Method> method = MakeMethod(method_options, symbols, plan);
  const Method::Terms& terms = method->terms();

  // Weigh. From here on nothing depends on how the counts came about.
  Weighed weighed;
  report.Pass(terms.weigh_pass, [&] {
    weighed = method->WeighCounts(counts, storage);
    return Json{{terms.distinct, weighed.distinct}, {terms.strong, weighed.strong}};
  });

  // Sweep 2, as in the main job.
  SweepMeter cutting;
  PieceCounts pieces;
  report.Sweep("cut pieces", corpus.total_bytes(), cutting, storage.spills, [&] {
    pieces = CountPieces(corpus, symbols, *weighed.joints, plan, storage, &cutting);
    return Json{{"pieces", pieces.pieces}};
  });
  report.results() = {{"records", cutting.records.load()},
                      {"bad_records", cutting.bad_records.load()},
                      {"invalid_bytes", cutting.invalid_bytes.load()},
                      {"text_bytes", cutting.text_bytes.load()},
                      {"pieces", pieces.pieces},
                      {"overlong_pieces", pieces.overlong_pieces}};

  // The pieces are kept, to be added to those of other parts of the corpus, or are words.
  if (options.pieces) {
    report.Pass("write pieces", [&] {
      const CounterConfig sorting{plan.ranking, plan.sweep.threads, storage.spills};
      CountsWriter writer(kept->Share());
      const uint64_t spilled = WritePieces(&pieces, symbols, *weighed.joints, sorting, &writer);
      AddInputs(corpus, &writer);
      writer.Finish({about, report.results()});
      return Json{{"spilled_bytes", spilled + pieces.counters->spilled_bytes()}};
    });
    kept->Commit();
  } else {
    ListedWords words = RankListed(method_options, choice, options.statistics, symbols, plan,
                                   storage, &pieces, &weighed.joints, &report);
    MeasureWords(options.statistics, corpus, symbols, plan, storage, &report, &words);
    WriteLexicon(options.lexicon, options.statistics, &words, &report, &*lexicon);
    lexicon->Commit();
  }
  report.results()["peak_memory"] = PeakMemory();
  report.Write();
  job.Finish();
  WarnOfInput(corpus, cutting);
  WarnOfUncounted(corpus, counts.file());
  Note(
      options.run.quiet,
      fmt::format(
          "{} distinct {}, {} of them {}; {} pieces{}; {:.1f} s", ReadableCount(weighed.distinct),
          terms.plural, ReadableCount(weighed.strong), terms.holds_together,
          ReadableCount(pieces.pieces),
          options.pieces ? "" : fmt::format(", {} words", ReadableCount(report.results()["words"])),
          report.seconds()));
}

// Makes the lexicon of pieces that were kept: the end of the main job.
void FinishPieces(const WordsOptions& options) {
  TextOutput output(options.output);
  Report report("words", options.run.quiet, options.run.report, options.output);
  SpillFolder spills(options.run.temp_directory);
  const Resources& resources = options.run.resources;
  const CountsFile pieces(options.from_pieces);
  if (pieces.about(kWhat) != kPiecesCounted) {
    throw InputError(
        Printable(options.from_pieces) +
        ": holds the counts of n-grams, not of pieces; ciku words --pieces makes such");
  }
  const MethodOptions method = MethodFrom(pieces.about(), options.method);
  report.options() = DescribeMethod(method);
  report.options().update(DescribeResources(resources));
  const Folding folding = FoldingOf(pieces);
  const std::optional<Normalizer> normalizer =
      folding.any() ? std::optional<Normalizer>(folding) : std::nullopt;
  const WordChoice choice(options.lexicon, resources.memory, normalizer ? &*normalizer : nullptr);
  ListedWords words;
  report.Pass("rank words", [&] {
    const WordRule rule =
        RuleFor(method, CountIn(pieces.totals(), "pieces") + choice.added_counts().total());
    const CounterConfig ranking{resources.memory / 4, resources.threads, &spills};
    const auto visit_all = [&](const WordVisit& visit) {
      ForEachWord(pieces, rule.min_count, choice.added_counts(), ranking.threads, visit);
    };
    choice.Rank(rule, resources.memory / 4, ranking, visit_all, &words);
    return Json{{"words", words.ranking->size()}};
  });
  report.results() = pieces.totals();
  WriteLexicon(options.lexicon, options.statistics, &words, &report, &output);
  report.results()["spilled_bytes"] = words.spilled_bytes();
  report.results()["peak_memory"] = PeakMemory();
  output.Commit();
  report.Write();
  Note(options.run.quiet, fmt::format("{} pieces, {} words; {:.1f} s",
                                      ReadableCount(CountIn(report.results(), "pieces")),
                                      ReadableCount(report.results()["words"]), report.seconds()));
}

void Words(const WordsOptions& options) {
  if (options.from_pieces.empty()) CheckMethodOptions(options.method);
  CheckLexiconOptions(options.lexicon);
  CheckStatistics(options.statistics, options.lexicon.format);
  if (options.pieces && options.output == "-") {
    throw UsageError("--pieces needs --output: a counts file is no text");
  }
  options.from_pieces.empty() ? FindWords(options) : FinishPieces(options);
}

}  // namespace

void AddWordsCommand(CLI::App* program) {
  const auto options = std::make_shared<WordsOptions>();
  CLI::App* const command = program->add_subcommand(
      "words", "Find words by counts that were kept, with thresholds of their own");
  command->footer(
      "Example: the second sweep in two processes, each with a half of the corpus\n"
      "  ciku words a/ --counts all.counts --pieces -o a.pieces\n"
      "  ciku words b/ --counts all.counts --pieces -o b.pieces\n"
      "  ciku merge a.pieces b.pieces -o all.pieces\n"
      "  ciku words --from-pieces all.pieces -o lexicon.tsv");
  AddRunOptions(command, &options->run);
  CLI::Option* const inputs = command->get_option("INPUT");
  inputs->required(false);
  CLI::Option* const counts =
      command->add_option("--counts", options->counts, "Counts of n-grams to cut the inputs by")
          ->type_name("COUNTS")
          ->needs(inputs);
  inputs->needs(counts);
  CLI::Option* const keep_pieces =
      command
          ->add_flag("--pieces", options->pieces,
                     "Writes all pieces as a counts file: --output is for `ciku merge` and "
                     "--from-pieces")
          ->needs(counts);
  CLI::Option* const from_pieces =
      command
          ->add_option("--from-pieces", options->from_pieces,
                       "Reads no inputs: these pieces have been cut already")
          ->type_name("PIECES")
          ->excludes(inputs, counts, keep_pieces);
  command->add_option("-o,--output", options->output, "The lexicon, most frequent words first")
      ->type_name("FILE");
  AddMethodOptions(command, &options->method);
  command->get_option("--order")->default_str("that of the counts");
  AddLexiconOptions(command, &options->lexicon);
  AddStatisticsOptions(command, &options->statistics);
  for (const char* name : {"--format", "--min-length", "--max-length", "--top", "--exclude",
                           "--add-counts", "--stop-words", "--no-digits", "--no-latin", "--stats",
                           "--min-entropy", "--min-cohesion", "--min-documents", "--sort"}) {
    keep_pieces->excludes(command->get_option(name));
  }
  for (const char* name : {"--method", "--min-pmi", "--smoothing", "--order", "--thresholds",
                           "--field", "--encoding", "--skip-bad-records", "--work-dir", "--stats",
                           "--min-entropy", "--min-cohesion", "--min-documents", "--sort"}) {
    from_pieces->excludes(command->get_option(name));
  }
  command->callback([options] {
    if (options->counts.empty() && options->from_pieces.empty()) {
      throw CLI::RequiredError("one of --counts and --from-pieces");
    }
    Words(*options);
  });
}

}  // namespace ciku
