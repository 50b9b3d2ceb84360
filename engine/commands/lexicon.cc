#include "engine/lexicon/lexicon.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/commands/commands.h"
#include "engine/commands/lexicon_output.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/lexicon/lexicon_layout.h"
#include "engine/lexicon/lexicon_writer.h"
#include "io/error.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

constexpr size_t kNoLimit = size_t{1} << 40;

struct LexiconCommandOptions {
  std::string lexicon = std::string(kBuiltinName);
  std::optional<LexiconFormat> lexicon_format;
  LexiconOutput output;
  std::string report;
};

void RunLexicon(const LexiconCommandOptions& options, Report* report) {
  const LexiconLayout layout = LayoutOf(options.output, false);
  if (NeedMeasuring(layout.columns) || NeedDivision(layout.columns)) {
    throw UsageError("--columns: only words and counts are taken from a lexicon");
  }
  report->SetOptions({{"format", LexiconFormatName(layout.format)}});
  TextOutput output(options.output.path);
  CheckOutput(output.file(), report->files_read());
  WrittenWords written;
  report->Pass("write lexicon", [&] {
    const Lexicon lexicon = Lexicon::Load(options.lexicon, kNoLimit, options.lexicon_format);
    LexiconWriter writer(
        layout, {}, [&](std::string_view text) { output.Write(text); }, lexicon.total());
    for (const auto& [word, count] : lexicon.Sorted()) writer.Add(word, count);
    output.Commit();
    written = writer.written();
    return Figures{{"words", written.written}};
  });
  report->SetResults({{"words", written.written}});
  report->AddOutput(output.file(), {{"words", written.written}});
  WarnOfWritten(written, layout.format);
}

}  // namespace

void AddLexiconCommand(CLI::App* program) {
  const auto options = std::make_shared<LexiconCommandOptions>();
  CLI::App* const command = program->add_subcommand(
      "lexicon", "Print the built-in lexicon, or another one, in any format");
  command->footer(
      "Examples: the built-in lexicon for jieba; a lexicon of hanlp as a list of words\n"
      "  ciku lexicon --format jieba -o dict.txt\n"
      "  ciku lexicon words.hanlp --format words");
  command->add_option("LEXICON", options->lexicon, "A lexicon in any format")
      ->capture_default_str()
      ->type_name("FILE");
  AddLexiconFormatOption(command, &options->lexicon_format);
  AddLexiconOutputOptions(command, &options->output);
  AddReportOption(command, &options->report);
  command->callback([=] {
    RunReported(command, {true, options->report, {options->output.path}},
                [&](Report* report) { RunLexicon(*options, report); });
  });
}

}  // namespace ciku
