#include "engine/lexicon/lexicon.h"

#include <memory>
#include <string>

#include "engine/commands/commands.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "io/lexicon_file.h"
#include "io/text_output.h"

namespace ciku {
namespace {

struct LexiconCommandOptions {
  std::string lexicon = std::string(kBuiltinName);
  LexiconFormat format = LexiconFormat::kTsv;
  std::string output = "-";
};

void RunLexicon(const LexiconCommandOptions& options) {
  TextOutput output(options.output);
  CheckOutput(output.file(), {options.lexicon});
  std::string line;
  for (const auto& [word, count] : Lexicon::Load(options.lexicon).Sorted()) {
    line.clear();
    AppendLexiconLine(options.format, word, count, &line);
    output.Write(line);
  }
  output.Commit();
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
  AddNamedOption(command, "--format", &options->format, kLexiconFormats,
                 "How it is written: tsv (word<TAB>count), jieba (word count), hanlp (word tag "
                 "count), words (a word a line) or jsonl (default: tsv)");
  command->add_option("-o,--output", options->output, "The lexicon, most frequent words first")
      ->type_name("FILE");
  command->callback([options] { RunLexicon(*options); });
}

}  // namespace ciku
