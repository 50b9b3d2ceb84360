#include "engine/commands/lexicon_output.h"

#include <fmt/format.h>

#include "engine/commands/options.h"
#include "engine/commands/terminal/console.h"
#include "engine/lexicon/lexicon_layout.h"
#include "io/error.h"
#include "io/lexicons/lexicon_file.h"

namespace ciku {

void AddLexiconFormatOption(CLI::App* command, std::optional<LexiconFormat>* format) {
  AddNamedOption(command, "--lexicon-format", format, kReadFormats,
                 "The format of all lexicons that are named: tsv (word<TAB>count), csv, jsonl, "
                 "jieba (word count tag), hanlp (word tag count), words (a word a line), rime (a "
                 ".dict.yaml), or auto, which tells the format of each from its lines")
      ->default_str("auto");
}

void AddLexiconOutputOptions(CLI::App* command, LexiconOutput* output) {
  command
      ->add_option("-o,--output", output->path,
                   "The lexicon; compressed if the name ends in .gz or .zst")
      ->default_str("standard output")
      ->type_name("FILE");
  AddNamedOption(
      command, "--format", &output->format, kLexiconFormats,
      "How the lexicon is written: tsv (word<TAB>count), csv (the same with commas and a header), "
      "jsonl, jieba (word count), hanlp (word tag count), words (a word a line, as IK takes them), "
      "rime (a .dict.yaml) or sentencepiece (word<TAB>logarithm of its share of all counts)")
      ->default_str(
          "what the name of the output ends in: .csv, .jsonl or .dict.yaml; tsv for others");
  command
      ->add_option("--columns", output->columns,
                   fmt::format("The columns of tsv, csv and jsonl, in this order: word, count, {}",
                               fmt::join(StatisticColumns(), ", ")))
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,NAME,...");
  CLI::Option* const header = command->add_flag_callback(
      "--header", [output] { output->header = true; },
      "Names the columns in the first line of tsv; so do columns other than word and count");
  command
      ->add_flag_callback(
          "--no-header", [output] { output->header = false; },
          "Writes no line of column names; in csv neither")
      ->excludes(header);
  command->add_flag("--bom", output->byte_order_mark,
                    "Begins csv or tsv with a byte-order mark, by which Excel knows UTF-8");
}

std::vector<std::string> LexiconOutputOptionNames() {
  return {"--format", "--columns", "--header", "--no-header", "--bom"};
}

LexiconLayout LayoutOf(const LexiconOutput& output, bool statistics) {
  LexiconLayout layout = LayoutFor(output.path, output.format);
  layout.columns = output.columns;
  layout.statistics = statistics;
  layout.header = output.header;
  layout.byte_order_mark = output.byte_order_mark;
  CheckLayout(layout);
  return layout;
}

void WarnOfWritten(const WrittenWords& written, LexiconFormat format) {
  if (written.left_out > 0) {
    Warn(
        fmt::format("left out {}, the first '{}': --format {} cannot hold blanks and some signs; "
                    "write tsv, csv or jsonl",
                    Counted(written.left_out, "words"), Printable(written.first_left_out),
                    LexiconFormatName(format)));
  }
  if (written.with_tabs > 0) {
    Warn(
        fmt::format("tabs, which separate the columns of tsv, are in {}, the first '{}'; write csv "
                    "or jsonl",
                    Counted(written.with_tabs, "words"), Printable(written.first_with_tabs)));
  }
}

}  // namespace ciku
