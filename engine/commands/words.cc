#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <string>

#include "engine/commands/commands.h"
#include "engine/commands/lexicon_options.h"
#include "engine/commands/method_options.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/commands/terminal/console.h"
#include "engine/discover/counts.h"
#include "engine/discover/cut_pieces.h"
#include "engine/discover/joints_file.h"
#include "engine/discover/methods.h"
#include "engine/discover/ngram_counts.h"
#include "io/input/input_file.h"
#include "io/lexicons/lexicon_file.h"
#include "io/memory.h"
#include "io/output/result_file.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

struct WordsOptions {
  RunOptions run;
  MineOptions mine;  // its counts and pieces are the files that were named
  GivenMethod method;
  bool pieces = false;
  LexiconOutput output;
  LexiconLayout layout;
};

// The file that the inputs are cut by.
const std::string& CutBy(const WordsOptions& options) {
  return options.mine.joints.empty() ? options.mine.counts : options.mine.joints;
}

// Returns how the text was read that was counted in this file.
TextOptions TextOf(const WordsOptions& options) {
  if (!options.mine.joints.empty()) return JointsFile(options.mine.joints).text();
  return NgramCounts(options.mine.counts).text();
}

MethodOptions MethodOf(const WordsOptions& options) {
  if (options.mine.joints.empty()) return MethodForCounts(options.mine.counts, options.method);
  const MethodOptions weighed = MethodOfJoints(options.mine.joints);
  CheckAgrees(options.method, weighed, options.mine.joints);
  return weighed;
}

// Sets the options that the command line, or the counts, leave open.
void Choose(const MethodOptions& method, WordsOptions* options, Report* report) {
  options->mine.method = method;
  report->SetOptions(DescribeMethod(method));
}

Json DescribeResults(const MineFigures& figures) {
  Json results = DescribeInput(figures.input);
  results.update({{figures.terms.parts, figures.pieces},
                  {"overlong_pieces", figures.overlong_pieces},
                  {"spilled_bytes", figures.spilled_bytes},
                  {"peak_memory", PeakMemory()}});
  if (figures.block_size > 0) results["block_size"] = figures.block_size;
  return results;
}

Json DescribeResults(const MineFigures& figures, const WrittenWords& written) {
  Json results = DescribeResults(figures);
  results["words"] = written.written;
  return results;
}

// Warns if inputs are not among those that were counted. This is right for new text of the same
// kind, but more often it is a mistake.
void WarnOfUncounted(const Corpus& corpus, const MineFigures& figures, const std::string& counts) {
  if (figures.uncounted_inputs == 0) return;
  Warn(fmt::format("{} has not counted {} of the {}", Printable(counts),
                   ReadableCount(figures.uncounted_inputs),
                   Counted(corpus.files().size(), "inputs")));
}

void Summarize(const WordsOptions& options, const MineFigures& figures, const std::string& words,
               double seconds) {
  const MethodTerms& terms = figures.terms;
  Note(options.run.quiet,
       fmt::format("{}, {} of them {}; {}{}; {:.1f} s",
                   Counted(figures.distinct, fmt::format("distinct {}", terms.plural)),
                   ReadableCount(figures.strong), terms.holds_together,
                   Counted(figures.pieces, terms.parts), words, seconds));
}

// The end of a run that has cut the corpus.
void Finish(const WordsOptions& options, const Corpus& corpus, const MineFigures& figures,
            const Storage& storage, const std::string& words, Report* report) {
  report->SetThreads(figures.threads);
  report->Complete(storage);
  WarnOfInput(figures.input, options.run.quiet);
  WarnOfUncounted(corpus, figures, CutBy(options));
  WarnOfRules(options.mine.method, TextOf(options).rules.value(), CutBy(options));
  Summarize(options, figures, words, report->seconds());
}

// Cuts the corpus by a counts or joints file and ranks the pieces: the second half of the main job.
void FindWords(WordsOptions options, Report* report) {
  TextOutput output(options.output.path, TempDirectory(options.run.storage));
  CheckOutput(output.file(), report->files_read());
  const Storage storage(options.run.storage);
  Choose(MethodOf(options), &options, report);
  const Corpus& corpus =
      OpenCorpus(options.run.input, {options.output.path, options.run.report}, storage, report);
  MinedLexicon lexicon = Mine(corpus, options.mine, options.run.resources, storage, report);
  const WrittenWords written = WriteLexicon(&lexicon, options.layout, report, &output);
  output.Commit();
  report->SetResults(DescribeResults(lexicon.figures(), written));
  report->AddOutput(output.file(), {{"words", written.written}});
  Finish(options, corpus, lexicon.figures(), storage, ", " + Counted(written.written, "words"),
         report);
  WarnOfWords(lexicon.figures(), options.mine, lexicon.size());
  WarnOfWritten(written, options.layout.format);
}

// Cuts the corpus by a counts or joints file and keeps the pieces.
void KeepPieces(WordsOptions options, Report* report) {
  ResultFile output(options.output.path, TempDirectory(options.run.storage));
  CheckOutput(output, report->files_read());
  CheckBinaryOutput(output);
  const Storage storage(options.run.storage);
  Choose(MethodOf(options), &options, report);
  const Corpus& corpus =
      OpenCorpus(options.run.input, {options.output.path, options.run.report}, storage, report);
  const MineFigures figures = options.mine.joints.empty()
                                  ? CutPieces(corpus, options.mine.counts, options.mine.method,
                                              &output, options.run.resources, storage, report)
                                  : CutPiecesByJoints(corpus, options.mine.joints, &output,
                                                      options.run.resources, storage, report);
  output.Commit();
  report->SetResults(DescribeResults(figures));
  report->AddOutput(output);
  Finish(options, corpus, figures, storage, "", report);
}

// Throws UsageError if rarer words are asked for than those that the pieces were cut for:
// neighbours that hold them together were cut.
void CheckNotLower(const MethodOptions& cut, const MethodOptions& asked) {
  const auto check = [](const char* option, auto least, auto wanted) {
    if (wanted >= least) return;
    throw UsageError(fmt::format(
        "{} {}: these pieces were cut with {} {}, and less needs pieces that are cut with less",
        option, wanted, option, least));
  };
  if (const auto* const pairs = std::get_if<PairCutOptions>(&cut)) {
    check("--min-count", pairs->min_count, std::get<PairCutOptions>(asked).min_count);
  } else if (const auto* const ngrams = std::get_if<NgramOptions>(&cut)) {
    check("--min-count", ngrams->min_count, std::get<NgramOptions>(asked).min_count);
  } else if (const auto* const finder = std::get_if<WordFinderOptions>(&cut)) {
    check("--min-proba", finder->min_proba, std::get<WordFinderOptions>(asked).min_proba);
  }
}

// Ranks pieces that were kept. This is the end of the main job.
void FinishPieces(WordsOptions options, Report* report) {
  TextOutput output(options.output.path, TempDirectory(options.run.storage));
  CheckOutput(output.file(), report->files_read());
  const Storage storage(options.run.storage);
  const MethodOptions cut = MethodOfPieces(OpenPieces(options.mine.pieces));
  Choose(WithGiven(cut, options.method), &options, report);
  CheckNotLower(cut, options.mine.method);
  MinedLexicon lexicon = Mine({}, options.mine, options.run.resources, storage, report);
  const WrittenWords written = WriteLexicon(&lexicon, options.layout, report, &output);
  output.Commit();
  const MineFigures& figures = lexicon.figures();
  report->SetResults(DescribeResults(figures, written));
  report->AddOutput(output.file(), {{"words", written.written}});
  report->Complete(storage);
  WarnOfWords(figures, options.mine, lexicon.size());
  WarnOfWritten(written, options.layout.format);
  Note(options.run.quiet, fmt::format("{}, {}; {:.1f} s", Counted(figures.pieces, "pieces"),
                                      Counted(written.written, "words"), report->seconds()));
}

// Finds out, before the corpus is read, whether the words may be such that the format cannot hold.
void CheckFormat(const WordsOptions& options) {
  const TextOptions text = TextOf(options);
  CheckFormatHolds(options.layout.format, text.alphabet, text.rules.value());
}

void RunWords(WordsOptions options, Report* report) {
  if (CutBy(options).empty() && options.mine.pieces.empty()) {
    throw CLI::RequiredError("one of --counts, --joints and --from-pieces");
  }
  if (options.mine.pieces.empty() && options.mine.joints.empty()) {
    MakeMethodOptions(options.method);  // finds contradictions
    NoteMethod(options.method, options.run.quiet);
  }
  options.layout = CheckLexiconOptions(options.output, &options.mine);
  if (options.pieces) return KeepPieces(options, report);
  report->SetOptions({{"format", LexiconFormatName(options.layout.format)}});
  if (!options.mine.pieces.empty()) return FinishPieces(options, report);
  CheckFormat(options);
  FindWords(options, report);
}

// Adds the options for the files that replace sweeps.
void AddCountsOptions(CLI::App* command, WordsOptions* options) {
  CLI::Option* const inputs = command->get_option("INPUT");
  CLI::Option* const counts =
      command
          ->add_option("--counts", options->mine.counts, "Counts of n-grams to cut the inputs by")
          ->type_name("COUNTS");
  CLI::Option* const joints =
      command
          ->add_option("--joints", options->mine.joints,
                       "What `ciku weigh` made of such counts, to cut the inputs by; method and "
                       "thresholds are those of weighing")
          ->type_name("JOINTS")
          ->excludes(counts);
  CLI::Option* const keep_pieces = command->add_flag(
      "--pieces", options->pieces,
      "Writes all pieces to --output as a counts file, for `ciku merge` and --from-pieces");
  command
      ->add_option("--from-pieces", options->mine.pieces,
                   "A counts file of pieces, which have been cut already; no inputs are read")
      ->type_name("PIECES")
      ->excludes(inputs, counts, joints, keep_pieces);
}

// Excludes options that mean nothing if pieces are kept, and those that mean nothing if pieces are
// read.
void ExcludeOptions(CLI::App* command) {
  for (const std::string& name : LexiconOptionNames()) {
    command->get_option("--pieces")->excludes(command->get_option(name));
  }
  std::vector<std::string> names = {"--method",     "--min-pmi",  "--smoothing",   "--order",
                                    "--thresholds", "--work-dir", "--units-listed"};
  for (const auto& more : {ReadingOptionNames(), StatisticsOptionNames()}) {
    names.insert(names.end(), more.begin(), more.end());
  }
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
      "  ciku weigh all.counts --method pair-cut -o all.joints\n"
      "  ciku words a/ --joints all.joints --pieces -o a.pieces\n"
      "  ciku words b/ --joints all.joints --pieces -o b.pieces\n"
      "  ciku merge a.pieces b.pieces -o all.pieces\n"
      "  ciku words --from-pieces all.pieces -o lexicon.tsv");
  AddRunOptions(command, &options->run);
  AddCountsOptions(command, options.get());
  AddMethodOptions(command, &options->method);
  command->get_option("--order")->default_str(
      "as for mine; for ngram no more than that of the counts");
  AddLexiconOptions(command, &options->mine, &options->output);
  ExcludeOptions(command);
  command->callback([=] {
    RunReported(command, options->run.Reported({options->output.path}), [&](Report* report) {
      if (options->pieces && command->get_option("--output")->empty()) {
        throw UsageError("--pieces needs --output: a counts file is not text");
      }
      RunWords(*options, report);
    });
  });
}

}  // namespace ciku
