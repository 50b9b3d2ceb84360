#include <fmt/core.h>

#include <memory>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/lexicon_options.h"
#include "engine/commands/method_options.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/discover/methods.h"
#include "engine/text/alphabet.h"
#include "io/memory.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

struct MineCommandOptions {
  RunOptions run;
  MineOptions mine;
  GivenMethod method;
  LexiconOutput output;
  LexiconLayout layout;
};

Json DescribeOptions(const MineCommandOptions& options, const MineFigures& figures) {
  Json described = DescribeMethod(options.mine.method);
  described.update(
      {{"alphabet", AlphabetName(options.mine.text.alphabet)},
       {"rules", RulesName(options.mine.text.rules.value_or(UsualRules(options.mine.method)))},
       {"normalize", NormalFormName(options.mine.text.folding)},
       {"lower", options.mine.text.folding.lower},
       {"memory", options.run.resources.memory},
       {"threads", figures.threads},
       {"block_size", figures.block_size}});
  return described;
}

Json DescribeResults(const MineFigures& figures, uint64_t words, const Storage& storage) {
  Json results = DescribeInput(figures.input);
  results.update({{"symbols", figures.symbols},
                  {figures.terms.distinct, figures.distinct},
                  {figures.terms.strong, figures.strong},
                  {figures.terms.parts, figures.pieces},
                  {"overlong_pieces", figures.overlong_pieces},
                  {"words", words},
                  {"spilled_bytes", figures.spilled_bytes},
                  {"peak_memory", PeakMemory()},
                  {"peak_temporary_bytes", storage.spills()->peak_bytes()}});
  return results;
}

void Summarize(bool quiet, const MineFigures& figures, uint64_t words, double seconds) {
  const MethodTerms& terms = figures.terms;
  Note(quiet, fmt::format("{} records, {} symbols, {} distinct {}, {} of them {}\n"
                          "{} {}, {} words\n"
                          "{} of text in {:.1f} s, {} spilled, {} peak memory",
                          ReadableCount(figures.input.records), ReadableCount(figures.symbols),
                          ReadableCount(figures.distinct), terms.plural,
                          ReadableCount(figures.strong), terms.holds_together,
                          ReadableCount(figures.pieces), terms.parts, ReadableCount(words),
                          ReadableBytes(static_cast<double>(figures.input.text_bytes)), seconds,
                          ReadableBytes(static_cast<double>(figures.spilled_bytes)),
                          ReadableBytes(static_cast<double>(PeakMemory()))));
}

void RunMine(const MineCommandOptions& options) {
  TextOutput output(options.output.path, TempDirectory(options.run.storage));
  CheckOutput(output.file(), FilesRead(options.run, options.mine), options.run.report);
  Report report("mine", options.run.quiet, options.run.report, options.output.path);
  const Storage storage(options.run.storage);
  const Corpus corpus =
      OpenCorpus(options.run.input, {options.output.path, options.run.report}, storage, &report);
  AdvisePacking(corpus, options.run.quiet);

  MinedLexicon lexicon = Mine(corpus, options.mine, options.run.resources, storage, &report);
  const MineFigures& figures = lexicon.figures();
  const WrittenWords written = WriteLexicon(&lexicon, options.layout, &report, &output);
  output.Commit();

  report.options() = DescribeOptions(options, figures);
  report.results() = DescribeResults(figures, written.written, storage);
  report.Write();
  storage.Finish();
  WarnOfInput(figures.input, options.run.quiet);
  WarnOfWords(figures, options.mine, lexicon.size());
  WarnOfWritten(written, options.layout.format);
  Summarize(options.run.quiet, figures, written.written, report.seconds());
}

}  // namespace

void AddMineCommand(CLI::App* program) {
  const auto options = std::make_shared<MineCommandOptions>();
  CLI::App* const command =
      program->add_subcommand("mine", "Find the words of a corpus: the main job");
  command->footer(
      "Example: the words of two symbols or more of a folder of text, the surest first\n"
      "  ciku mine corpus/ -o lexicon.tsv --min-length 2 --sort score\n"
      "New words: those that a dictionary does not explain\n"
      "  ciku mine corpus/ -o new-words.tsv --dictionary builtin --only-new --min-count 20");
  AddRunOptions(command, &options->run);
  AddTextOptions(command, &options->mine.text);
  AddMethodOptions(command, &options->method);
  AddLexiconOptions(command, &options->mine, &options->output);
  command->callback([options] {
    MineOptions& mine = options->mine;
    mine.method = MakeMethodOptions(options->method);
    NoteMethod(options->method, options->run.quiet);
    options->layout = CheckLexiconOptions(options->output, &mine);
    CheckFormatHolds(options->layout.format, mine.text.alphabet,
                     mine.text.rules.value_or(UsualRules(mine.method)));
    RunMine(*options);
  });
}

}  // namespace ciku
