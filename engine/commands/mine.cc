#include <fmt/core.h>

#include <memory>

#include "engine/commands/commands.h"
#include "engine/commands/lexicon_options.h"
#include "engine/commands/method_options.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/commands/terminal/console.h"
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

Rules RulesOf(const MineOptions& mine) { return mine.text.rules.value_or(UsualRules(mine.method)); }

Json DescribeResults(const MineFigures& figures, uint64_t words, const Storage& storage) {
  Json results = DescribeInput(figures.input);
  results.update({{"symbols", figures.symbols},
                  {figures.terms.distinct, figures.distinct},
                  {figures.terms.strong, figures.strong},
                  {figures.terms.parts, figures.pieces},
                  {"overlong_pieces", figures.overlong_pieces},
                  {"words", words},
                  {"block_size", figures.block_size},
                  {"spilled_bytes", figures.spilled_bytes},
                  {"peak_memory", PeakMemory()},
                  {"peak_temporary_bytes", storage.spills()->peak_bytes()}});
  return results;
}

void Summarize(bool quiet, const MineFigures& figures, uint64_t words, double seconds) {
  const MethodTerms& terms = figures.terms;
  Note(quiet,
       fmt::format("{}, {}, {}, {} of them {}\n"
                   "{}, {}\n"
                   "{} of text in {:.1f} s, {} spilled, {} peak memory",
                   Counted(figures.input.records, "records"), Counted(figures.symbols, "symbols"),
                   Counted(figures.distinct, fmt::format("distinct {}", terms.plural)),
                   ReadableCount(figures.strong), terms.holds_together,
                   Counted(figures.pieces, terms.parts), Counted(words, "words"),
                   ReadableBytes(static_cast<double>(figures.input.text_bytes)), seconds,
                   ReadableBytes(static_cast<double>(figures.spilled_bytes)),
                   ReadableBytes(static_cast<double>(PeakMemory()))));
}

// Finds out what the options leave open, and whether they contradict each other.
void Choose(MineCommandOptions* options, Report* report) {
  MineOptions& mine = options->mine;
  mine.method = MakeMethodOptions(options->method);
  NoteMethod(options->method, options->run.quiet);
  options->layout = CheckLexiconOptions(options->output, &mine);
  CheckFormatHolds(options->layout.format, mine.text.alphabet, RulesOf(mine));
  report->SetOptions(DescribeMethod(mine.method));
  report->SetOptions(
      {{"rules", RulesName(RulesOf(mine))}, {"format", LexiconFormatName(options->layout.format)}});
}

void RunMine(const MineCommandOptions& options, Report* report) {
  TextOutput output(options.output.path, TempDirectory(options.run.storage));
  CheckOutput(output.file(), report->files_read());
  const Storage storage(options.run.storage);
  const Corpus& corpus =
      OpenCorpus(options.run.input, {options.output.path, options.run.report}, storage, report);
  AdvisePacking(corpus, options.run.quiet);

  MinedLexicon lexicon = Mine(corpus, options.mine, options.run.resources, storage, report);
  const MineFigures& figures = lexicon.figures();
  const WrittenWords written = WriteLexicon(&lexicon, options.layout, report, &output);
  output.Commit();

  report->SetThreads(figures.threads);
  report->SetResults(DescribeResults(figures, written.written, storage));
  report->AddOutput(output.file(), {{"words", written.written}});
  report->Complete(storage);
  WarnOfInput(figures.input, options.run.quiet);
  WarnOfWords(figures, options.mine, lexicon.size());
  WarnOfWritten(written, options.layout.format);
  Summarize(options.run.quiet, figures, written.written, report->seconds());
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
      "  ciku mine corpus/ -o new.tsv --dictionary builtin --only-new --min-count 20");
  AddRunOptions(command, &options->run);
  AddTextOptions(command, &options->mine.text);
  AddMethodOptions(command, &options->method);
  AddLexiconOptions(command, &options->mine, &options->output);
  command->callback([=] {
    RunReported(command, options->run.Reported({options->output.path}), [&](Report* report) {
      Choose(options.get(), report);
      RunMine(*options, report);
    });
  });
}

}  // namespace ciku
