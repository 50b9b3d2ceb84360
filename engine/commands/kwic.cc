#include <fmt/core.h>

#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/commands/commands.h"
#include "engine/commands/concordance_output.h"
#include "engine/commands/lexicon_output.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/commands/terminal/console.h"
#include "engine/lexicon/lexicon_source.h"
#include "engine/view/concordance.h"
#include "io/error.h"
#include "io/lexicons/lexicon_name.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

struct KwicOptions {
  RunOptions run;
  std::string first;  // argument
  std::vector<std::string> words;
  std::string word_list;
  std::optional<LexiconFormat> lexicon_format;
  ConcordanceOptions concordance;
  ConcordanceFormat format = ConcordanceFormat::kText;
  std::string output = "-";
};

bool NamesInput(const std::string& argument) {
  std::error_code error;
  return argument == "-" || std::filesystem::exists(argument, error);
}

// Sorts the arguments into words and inputs: the first argument is a word unless a list has all
// words, and so are those behind it until one names a file or folder.
void SortArguments(KwicOptions* options, CLI::Option* word, CLI::Option* inputs) {
  std::vector<std::string>* const paths = &options->run.input.paths;
  std::vector<std::string> arguments = *paths;
  if (word->count() > 0) arguments.insert(arguments.begin(), options->first);
  auto first_input = arguments.begin();
  if (options->word_list.empty()) {
    if (arguments.empty()) throw CLI::RequiredError("WORD or --words");
    ++first_input;
    while (first_input != arguments.end() && !NamesInput(*first_input)) ++first_input;
  }
  options->words.assign(arguments.begin(), first_input);
  paths->assign(first_input, arguments.end());
  // Reports list what options have for values.
  inputs->clear();
  for (const std::string& path : *paths) inputs->add_result(path);
  if (options->run.input.any()) return;
  if (arguments.size() < 2) throw CLI::RequiredError("INPUT (- is standard input)");
  throw UsageError(fmt::format(
      "no argument behind the first names a file or folder, '{}' neither; for standard input, put "
      "- behind the words",
      Printable(arguments.back())));
}

std::vector<std::string> WordsOf(const KwicOptions& options) {
  if (options.word_list.empty()) return options.words;
  std::vector<std::string> words;
  LexiconSource list(options.word_list, options.lexicon_format);
  for (LexiconEntry entry; list.NextWord(&entry);) words.push_back(entry.word);
  if (words.empty()) {
    throw InputError(Printable(options.word_list) + ": the list holds no words");
  }
  return words;
}

Json DescribeResults(const ConcordanceFigures& figures) {
  Json results = DescribeInput(figures.input);
  uint64_t occurrences = 0;
  for (const uint64_t of_word : figures.occurrences) occurrences += of_word;
  results.update({{"words", figures.words.size()},
                  {"occurrences", occurrences},
                  {"lines", figures.lines},
                  {"spilled_bytes", figures.spilled_bytes}});
  return results;
}

// Says how often each word occurs, of the first few.
void NoteOccurrences(const ConcordanceFigures& figures, bool quiet) {
  constexpr size_t kMost = 20;
  const size_t shown = std::min(kMost, figures.words.size());
  for (size_t i = 0; i < shown; ++i) {
    Note(quiet, fmt::format("{}: {}", Printable(figures.words[i]),
                            Counted(figures.occurrences[i], "occurrences")));
  }
  if (shown == figures.words.size()) return;
  Note(quiet, fmt::format("and {}", Counted(figures.words.size() - shown, "more words")));
}

void RunKwic(const KwicOptions& options, Report* report) {
  TextOutput output(options.output, TempDirectory(options.run.storage));
  CheckOutput(output.file(), report->files_read());
  if (output.file().IsTerminal() || IsTyped(options.run.input)) report->HideProgress();
  const std::vector<std::string> words = WordsOf(options);
  const Storage storage(options.run.storage);
  const Corpus& corpus =
      OpenCorpus(options.run.input, {options.output, options.run.report}, storage, report);
  output.Write(ConcordanceHeader(options.format));
  const RenderLine render = RenderConcordance(options.format, options.concordance.width, corpus);
  const ConcordanceFigures figures =
      FindConcordance(corpus, words, options.concordance, render, SinkTo(&output),
                      options.run.resources, storage, report);
  output.Commit();
  report->SetResults(DescribeResults(figures));
  report->AddOutput(output.file(), {{"lines", figures.lines}});
  report->Complete(storage);
  WarnOfInput(figures.input, options.run.quiet, "each is shown as U+FFFD");
  NoteOccurrences(figures, options.run.quiet);
}

void AddSearchOptions(CLI::App* command, KwicOptions* options) {
  ConcordanceOptions* const concordance = &options->concordance;
  command
      ->add_option("--words", options->word_list,
                   "A lexicon in any format, or a list, with the words; all arguments are inputs "
                   "then")
      ->type_name("FILE");
  AddLexiconFormatOption(command, &options->lexicon_format);
  AddFoldingOptions(command, &concordance->folding);
  AddStrictOption(command, &concordance->strict);
  TakesCount(command
                 ->add_option("--width", concordance->width,
                              "Columns of text on each side of the word; a Chinese character "
                              "takes two")
                 ->capture_default_str(),
             1, ConcordanceOptions::kMostColumns);
  TakesCount(command
                 ->add_option("--sample", concordance->sample,
                              "Shows so many occurrences of each word at most, chosen by chance; "
                              "the same ones in each run")
                 ->default_str("all"),
             1);
  AddNamedOption(command, "--sort", &concordance->order, kConcordanceOrders,
                 "The order of the lines: file (as they occur), or by word and then by what stands "
                 "to the left or right of it, the nearest character first");
}

}  // namespace

void AddKwicCommand(CLI::App* program) {
  const auto options = std::make_shared<KwicOptions>();
  CLI::App* const command =
      program->add_subcommand("kwic", "Show words in context: all places where they occur");
  command->footer(
      "The first argument is a word. So are those behind it until one names a file or folder. "
      "Words are found wherever they stand in a record, also inside of longer words.\n\n"
      "Examples: what stands behind two words; ten examples of each word of a lexicon\n"
      "  ciku kwic 经济 政治 corpus/ --sort right\n"
      "  ciku kwic --words lexicon.tsv corpus/ --sample 10 -o examples.tsv");
  CLI::Option* const word =
      command->add_option("WORD", options->first, "A word to look for; more may follow it")
          ->type_name("");
  AddInputOptions(command, &options->run.input);
  AddSearchOptions(command, options.get());
  AddResourceOptions(command, &options->run.resources, &options->run.storage);
  AddReportOptions(command, &options->run.quiet, &options->run.report);
  command
      ->add_option("-o,--output", options->output,
                   "The lines; compressed if the name ends in .gz or .zst")
      ->default_str("standard output")
      ->type_name("FILE");
  AddNamedOption(command, "--format", &options->format, kConcordanceFormats,
                 "How lines are written: text (aligned, for people), tsv (a table of word, file, "
                 "record, left and right) or jsonl (the same as objects)")
      ->default_str("tsv or jsonl if the output is named so, otherwise text");
  command->callback([=] {
    if (command->count("--format") == 0) {
      if (NamesJsonLines(options->output)) options->format = ConcordanceFormat::kJsonLines;
      if (LexiconFormatByName(options->output) == LexiconFormat::kTsv) {
        options->format = ConcordanceFormat::kTsv;
      }
    }
    SortArguments(options.get(), word, command->get_option("INPUT"));
    const ConcordanceOptions& concordance = options->concordance;
    options->run.input.options.as_it_comes =
        concordance.sample == 0 && concordance.order == ConcordanceOrder::kFile;
    RunReported(command, options->run.Reported({options->output}),
                [&](Report* report) { RunKwic(*options, report); });
  });
}

}  // namespace ciku
