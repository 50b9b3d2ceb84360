#include "engine/commands/mine_options.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/commands/input_options.h"
#include "engine/commands/options.h"
#include "engine/commands/terminal/console.h"
#include "engine/discover/methods.h"
#include "engine/sweep/job.h"
#include "io/files/spill_folder.h"
#include "io/memory.h"

namespace ciku {
namespace {

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

}  // namespace

void AddMineOptions(CLI::App* command, MineChoice* choice) {
  AddTextOptions(command, &choice->mine.text);
  AddMethodOptions(command, &choice->method);
  AddLexiconOptions(command, &choice->mine, &choice->output);
}

void ChooseMining(MineChoice* choice, bool quiet) {
  MineOptions& mine = choice->mine;
  mine.method = MakeMethodOptions(choice->method);
  NoteMethod(choice->method, quiet);
  choice->layout = CheckLexiconOptions(choice->output, &mine);
  CheckFormatHolds(choice->layout.format, mine.text.alphabet, RulesOf(mine));
}

Json ChosenMining(const MineChoice& choice) {
  Json chosen = DescribeMethod(choice.mine.method);
  chosen.update({{"rules", RulesName(RulesOf(choice.mine))},
                 {"format", LexiconFormatName(choice.layout.format)}});
  return chosen;
}

void WriteMined(const MineChoice& choice, MinedLexicon* lexicon, const Storage& storage, bool quiet,
                Report* report, TextOutput* output, const Json& more) {
  const MineFigures& figures = lexicon->figures();
  const WrittenWords written = WriteLexicon(lexicon, choice.layout, report, output);
  output->Commit();

  report->SetThreads(figures.threads);
  Json results = DescribeResults(figures, written.written, storage);
  if (!more.is_null()) results.update(more);
  report->SetResults(std::move(results));
  report->AddOutput(output->file(), {{"words", written.written}});
  report->Complete(storage);
  WarnOfInput(figures.input, quiet);
  WarnOfWords(figures, choice.mine, lexicon->size());
  WarnOfWritten(written, choice.layout.format);
  Summarize(quiet, figures, written.written, report->seconds());
}

}  // namespace ciku
