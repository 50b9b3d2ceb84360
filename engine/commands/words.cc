#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <string>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/lexicon_options.h"
#include "engine/commands/method_options.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/discover/counts.h"
#include "engine/discover/cut_pieces.h"
#include "engine/discover/methods.h"
#include "engine/discover/ngram_counts.h"
#include "io/input_file.h"
#include "io/memory.h"
#include "io/result_file.h"
#include "io/text_output.h"

namespace ciku {
namespace {

struct WordsOptions {
  RunOptions run;
  MineOptions mine;  // its counts and pieces are the files that were named
  GivenMethod method;
  bool pieces = false;
  LexiconFormat format = LexiconFormat::kTsv;
  std::string output = "-";
};

// Returns the method. If no order was given and the counts are of shorter n-grams than the method
// usually weighs, the method takes the longest of them.
MethodOptions MethodForCounts(const std::string& counts, GivenMethod given) {
  const size_t order = NgramCounts(counts).order();
  const size_t usual = NgramOptions().order;
  if (given.name == "ngram" && !given.order && order >= 2) given.order = std::min(order, usual);
  return MakeMethodOptions(given);
}

Json DescribeOptions(const WordsOptions& options, const MineFigures& figures) {
  Json described = DescribeMethod(options.mine.method);
  described.update({{"memory", options.run.resources.memory},
                    {"threads", figures.threads},
                    {"block_size", figures.block_size}});
  return described;
}

Json DescribeResults(const MineFigures& figures) {
  Json results = DescribeInput(figures.input);
  results.update(
      {{figures.terms.parts, figures.pieces}, {"overlong_pieces", figures.overlong_pieces}});
  return results;
}

// Warns if inputs are not among those that were counted. This is right for new text of the same
// kind, but more often it is a mistake.
void WarnOfUncounted(const Corpus& corpus, const MineFigures& figures, const std::string& counts) {
  if (figures.uncounted_inputs == 0) return;
  Warn(fmt::format("{} of the {} inputs are not among those that {} counted",
                   ReadableCount(figures.uncounted_inputs), ReadableCount(corpus.files().size()),
                   Printable(counts)));
}

void Summarize(const WordsOptions& options, const MineFigures& figures, const std::string& words,
               double seconds) {
  const MethodTerms& terms = figures.terms;
  Note(options.run.quiet, fmt::format("{} distinct {}, {} of them {}; {} {}{}; {:.1f} s",
                                      ReadableCount(figures.distinct), terms.plural,
                                      ReadableCount(figures.strong), terms.holds_together,
                                      ReadableCount(figures.pieces), terms.parts, words, seconds));
}

// Warns if the counts were made by other rules than the method's source has.
void WarnOfRules(const MethodOptions& method, const std::string& counts) {
  const Rules rules = NgramCounts(counts).text().rules.value();
  if (rules == UsualRules(method)) return;
  Warn(fmt::format("{} was counted with --rules {}; --method {} usually goes with --rules {}",
                   Printable(counts), RulesName(rules), MethodName(method),
                   RulesName(UsualRules(method))));
}

// The end of a run that has cut the corpus.
void Finish(const WordsOptions& options, const Corpus& corpus, const MineFigures& figures,
            const Storage& storage, const std::string& words, Report* report) {
  report->options() = DescribeOptions(options, figures);
  report->results()["peak_memory"] = PeakMemory();
  report->Write();
  storage.Finish();
  WarnOfInput(corpus, figures.input);
  WarnOfUncounted(corpus, figures, options.mine.counts);
  WarnOfRules(options.mine.method, options.mine.counts);
  Summarize(options, figures, words, report->seconds());
}

// Cuts the corpus by a counts file and ranks the pieces: the second half of the main job.
void FindWords(WordsOptions options) {
  TextOutput output(options.output, TempDirectory(options.run.storage));
  CheckOutput(output.file(), FilesRead(options.run, options.mine), options.run.report);
  Report report("words", options.run.quiet, options.run.report, options.output);
  const Storage storage(options.run.storage);
  options.mine.method = MethodForCounts(options.mine.counts, options.method);
  const Corpus corpus = OpenCorpus(options.run, storage, &report);
  MinedLexicon lexicon = Mine(corpus, options.mine, options.run.resources, storage, &report);
  WriteLexicon(&lexicon, options.mine, options.format, &report, &output);
  output.Commit();
  report.results() = DescribeResults(lexicon.figures());
  report.results()["words"] = lexicon.size();
  Finish(options, corpus, lexicon.figures(), storage,
         fmt::format(", {} words", ReadableCount(lexicon.size())), &report);
  WarnOfWords(lexicon.figures(), options.mine, lexicon.size());
}

// Cuts the corpus by a counts file and keeps the pieces.
void KeepPieces(WordsOptions options) {
  ResultFile output(options.output, TempDirectory(options.run.storage));
  CheckOutput(output, FilesRead(options.run, options.mine), options.run.report);
  CheckBinaryOutput(output);
  Report report("words", options.run.quiet, options.run.report, options.output);
  const Storage storage(options.run.storage);
  options.mine.method = MethodForCounts(options.mine.counts, options.method);
  const Corpus corpus = OpenCorpus(options.run, storage, &report);
  const MineFigures figures = CutPieces(corpus, options.mine.counts, options.mine.method, &output,
                                        options.run.resources, storage, &report);
  output.Commit();
  report.results() = DescribeResults(figures);
  Finish(options, corpus, figures, storage, "", &report);
}

// Ranks pieces that were kept. This is the end of the main job.
void FinishPieces(WordsOptions options) {
  TextOutput output(options.output, TempDirectory(options.run.storage));
  CheckOutput(output.file(), FilesRead(options.run, options.mine), options.run.report);
  Report report("words", options.run.quiet, options.run.report, options.output);
  const Storage storage(options.run.storage);
  options.mine.method = WithGiven(MethodOfPieces(OpenPieces(options.mine.pieces)), options.method);
  MinedLexicon lexicon = Mine({}, options.mine, options.run.resources, storage, &report);
  WriteLexicon(&lexicon, options.mine, options.format, &report, &output);
  output.Commit();
  const MineFigures& figures = lexicon.figures();
  report.options() = DescribeMethod(options.mine.method);
  report.options().update(DescribeResources(options.run.resources));
  report.results() = DescribeResults(figures);
  report.results().update({{"words", lexicon.size()},
                           {"spilled_bytes", figures.spilled_bytes},
                           {"peak_memory", PeakMemory()}});
  report.Write();
  WarnOfWords(figures, options.mine, lexicon.size());
  Note(options.run.quiet,
       fmt::format("{} pieces, {} words; {:.1f} s", ReadableCount(figures.pieces),
                   ReadableCount(lexicon.size()), report.seconds()));
}

void RunWords(const WordsOptions& options) {
  if (options.mine.counts.empty() && options.mine.pieces.empty()) {
    throw CLI::RequiredError("one of --counts and --from-pieces");
  }
  if (options.mine.pieces.empty()) MakeMethodOptions(options.method);  // finds contradictions
  CheckLexiconOptions(options.mine, options.format);
  if (!options.mine.pieces.empty()) return FinishPieces(options);
  options.pieces ? KeepPieces(options) : FindWords(options);
}

// Adds the options for the files that replace sweeps.
void AddCountsOptions(CLI::App* command, WordsOptions* options) {
  CLI::Option* const inputs = command->get_option("INPUT");
  inputs->required(false);
  CLI::Option* const counts =
      command
          ->add_option("--counts", options->mine.counts, "Counts of n-grams to cut the inputs by")
          ->type_name("COUNTS")
          ->needs(inputs);
  inputs->needs(counts);
  CLI::Option* const keep_pieces =
      command
          ->add_flag(
              "--pieces", options->pieces,
              "Writes all pieces to --output as a counts file, for `ciku merge` and --from-pieces")
          ->needs(counts);
  command
      ->add_option("--from-pieces", options->mine.pieces,
                   "A counts file of pieces, which have been cut already; no inputs are read")
      ->type_name("PIECES")
      ->excludes(inputs, counts, keep_pieces);
}

// Excludes options that mean nothing if pieces are kept, and those that mean nothing if pieces are
// read.
void ExcludeOptions(CLI::App* command) {
  for (const std::string& name : LexiconOptionNames()) {
    command->get_option("--pieces")->excludes(command->get_option(name));
  }
  std::vector<std::string> names = {
      "--method", "--min-pmi",  "--smoothing",        "--order",    "--thresholds",
      "--field",  "--encoding", "--skip-bad-records", "--work-dir", "--units-listed"};
  for (const std::string& name : StatisticsOptionNames()) names.push_back(name);
  for (const std::string& name : names) {
    command->get_option("--from-pieces")->excludes(command->get_option(name));
  }
}

}  // namespace

void AddWordsCommand(CLI::App* program) {
  const auto options = std::make_shared<WordsOptions>();
  CLI::App* const command =
      program->add_subcommand("words", "Find words by counts that were kept, with any thresholds");
  command->footer(
      "Example: the words of what was counted\n"
      "  ciku words a/ b/ --counts all.counts -o lexicon.tsv\n"
      "The second sweep of the pair cut in two processes, each with a half of the corpus\n"
      "  ciku words a/ --counts all.counts --method pair-cut --pieces -o a.pieces\n"
      "  ciku words b/ --counts all.counts --method pair-cut --pieces -o b.pieces\n"
      "  ciku merge a.pieces b.pieces -o all.pieces\n"
      "  ciku words --from-pieces all.pieces -o lexicon.tsv");
  AddRunOptions(command, &options->run);
  AddCountsOptions(command, options.get());
  command->add_option("-o,--output", options->output, "The lexicon, most frequent words first")
      ->type_name("FILE");
  AddMethodOptions(command, &options->method);
  command->get_option("--order")->default_str(
      "as for mine; for ngram no more than that of the counts");
  AddLexiconOptions(command, &options->mine, &options->format);
  ExcludeOptions(command);
  command->callback([=] {
    if (options->pieces && command->get_option("--output")->empty()) {
      throw UsageError("--pieces needs --output: a counts file is not text");
    }
    RunWords(*options);
  });
}

}  // namespace ciku
