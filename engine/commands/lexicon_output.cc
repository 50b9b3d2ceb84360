#include "engine/commands/lexicon_output.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/commands/options.h"

namespace ciku {

void AddLexiconOptions(CLI::App* command, LexiconOptions* options) {
  FilterOptions* const filter = &options->filter;
  TakesName(command->add_option_function<std::string>(
                "--format",
                [options](const std::string& name) { options->format = *LexiconFormatNamed(name); },
                "How the lexicon is written: tsv (word<TAB>count), jieba (word count), hanlp (word "
                "tag count), words (a word a line) or jsonl (default: tsv)"),
            {"tsv", "jieba", "hanlp", "words", "jsonl"});
  TakesCount(command
                 ->add_option("--min-length", filter->lengths.least,
                              "The least length of a word, in symbols")
                 ->capture_default_str(),
             1);
  TakesCount(command->add_option("--max-length", filter->lengths.most,
                                 "The greatest length of a word, in symbols"),
             1);
  TakesCount(command->add_option("--top", options->top, "Lists only so many words, the first ones"),
             1);
  command
      ->add_option(
          "--exclude", filter->excluded,
          "Lexicons, in any of these formats: their words, normalised as text is, are left out")
      ->type_name("LEXICON");
  command
      ->add_option("--stop-words", filter->stop_words,
                   "Words to be left out, in any of these formats; the same")
      ->type_name("FILE");
  command->add_flag("--no-digits", filter->no_digits, "Leaves out words that hold a digit");
  command->add_flag("--no-latin", filter->no_latin, "Leaves out words that hold a Latin letter");
}

void CheckLexiconOptions(const LexiconOptions& options) {
  if (options.filter.lengths.least <= options.filter.lengths.most) return;
  throw CLI::ValidationError("--max-length", "is less than --min-length: no word could be found");
}

void WriteLexicon(const LexiconOptions& options, WordRanking* words, Report* report,
                  TextOutput* output) {
  report->Pass("write lexicon", [&] {
    const uint64_t written = std::min(words->size(), options.top);
    std::string line;
    words->ForEach(options.top, [&](std::string_view word, uint64_t count) {
      line.clear();
      AppendLexiconLine(options.format, word, count, &line);
      output->Write(line);
    });
    report->results()["words"] = written;
    return Json{{"words", written}};
  });
}

}  // namespace ciku
