#include "engine/commands/lexicon_options.h"

#include <fmt/format.h>

#include <limits>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/commands/options.h"
#include "engine/commands/terminal/console.h"
#include "engine/discover/joints.h"
#include "engine/discover/methods.h"
#include "engine/lexicon/lexicon_layout.h"
#include "engine/lexicon/words.h"
#include "io/lexicons/lexicon_file.h"

namespace ciku {
namespace {

void AddFilterOptions(CLI::App* command, FilterOptions* filter) {
  TakesCount(command
                 ->add_option("--min-length", filter->lengths.least,
                              "The least length of a word, in symbols")
                 ->capture_default_str(),
             1);
  TakesCount(command->add_option("--max-length", filter->lengths.most,
                                 "The greatest length of a word, in symbols"),
             1);
  command
      ->add_option(
          "--exclude", filter->excluded,
          "Leaves out the words of a lexicon; this is normalised like the text, and may be "
          "given again")
      ->allow_extra_args(false)
      ->type_name("LEXICON");
  command
      ->add_option("--stop-words", filter->stop_words,
                   "Leaves out the words of a list, in the same way; may be given again")
      ->allow_extra_args(false)
      ->type_name("FILE");
  command->add_flag("--no-digits", filter->no_digits, "Leaves out words that hold a digit");
  command->add_flag("--no-latin", filter->no_latin, "Leaves out words that hold a Latin letter");
}

void AddThreshold(CLI::App* command, const Statistic& statistic, SelectionOptions* selection) {
  const std::string name(statistic.name);
  CLI::Option* const option = command->add_option_function<double>(
      statistic.threshold(), [=](double least) { selection->least[name] = least; },
      std::string(statistic.threshold_help));
  if (statistic.is_count) {
    TakesCount(option, 1, statistic.greatest);
  } else {
    TakesNumber(option, std::numeric_limits<double>::lowest());
  }
}

// "a, b and c".
std::string Listed(const std::vector<std::string>& names, const char* last) {
  const std::vector<std::string> first(names.begin(), names.end() - 1);
  return fmt::format("{} {} {}", fmt::join(first, ", "), last, names.back());
}

void AddStatisticsOptions(CLI::App* command, MineOptions* options) {
  std::vector<std::string> columns;
  std::vector<std::string> keys = {"count", "word"};
  std::vector<std::string> described = {"count"};
  for (const Statistic& statistic : AllStatistics()) {
    if (!statistic.column.empty()) columns.emplace_back(statistic.column);
    keys.emplace_back(statistic.name);
    described.push_back(statistic.meaning.empty()
                            ? keys.back()
                            : fmt::format("{} ({})", statistic.name, statistic.meaning));
  }
  command->add_flag("--stats", options->statistics,
                    "Adds statistics to tsv, csv and jsonl, at the cost of reading the inputs once "
                    "more: " +
                        Listed(columns, "and"));
  for (const Statistic& statistic : AllStatistics()) {
    if (!statistic.threshold_help.empty()) AddThreshold(command, statistic, &options->selection);
  }
  TakesName(
      command
          ->add_option("--sort", options->selection.sort,
                       fmt::format("What words are sorted by: word, or with the greatest first {}",
                                   Listed(described, "or")))
          ->default_str("count"),
      keys);
}

// Warns of words of this lexicon, and says what becomes of them.
void WarnOfNotInRuns(const NotInRuns& not_in_runs, const char* lexicon, const char* result) {
  if (not_in_runs.words == 0) return;
  Warn(
      fmt::format("{} of {} hold{} a unit or a character that is no symbol of the alphabet, "
                  "such as '{}'{}",
                  Counted(not_in_runs.words, "words"), lexicon, not_in_runs.words == 1 ? "s" : "",
                  Printable(not_in_runs.example), result));
}

// The threshold that rare words do not reach, as advice.
std::string WhatToLower(const MethodOptions& method) {
  if (const auto* const finder = std::get_if<WordFinderOptions>(&method)) {
    return fmt::format("lower --min-proba, which is {}, or ", finder->min_proba);
  }
  uint64_t least = 1;
  if (const auto* const cut = std::get_if<PairCutOptions>(&method)) least = cut->min_count;
  if (const auto* const ngram = std::get_if<NgramOptions>(&method)) least = ngram->min_count;
  if (const auto* const unigram = std::get_if<UnigramOptions>(&method)) least = unigram->min_count;
  return least == 1 ? "" : fmt::format("lower --min-count, which is {}, or ", least);
}

}  // namespace

void AddLexiconOptions(CLI::App* command, MineOptions* options, LexiconOutput* output) {
  AddLexiconOutputOptions(command, output);
  AddLexiconFormatOption(command, &options->lexicon_format);
  AddFilterOptions(command, &options->filter);
  command->add_flag(
      "--units-listed", options->units_listed,
      "Lists Latin words and numbers as well (iPhone15, WiFi), if they occur twice or more, at the "
      "cost of reading the inputs once more. They have no statistics: not with --stats, thresholds "
      "of statistics, or --sort except by count. For --rules units");
  TakesCount(command->add_option("--top", options->top, "Lists only the first N words"), 1);
  command
      ->add_option(
          "--add-counts,--resume-words", options->add_counts,
          "A lexicon whose counts are added before any word is chosen: one that an earlier "
          "run found in other text")
      ->type_name("LEXICON");
  AddStatisticsOptions(command, options);
}

std::vector<std::string> LexiconOptionNames() {
  std::vector<std::string> names = {
      "--lexicon-format", "--min-length", "--max-length", "--top",      "--exclude",
      "--add-counts",     "--stop-words", "--no-digits",  "--no-latin", "--units-listed"};
  for (const std::string& name : LexiconOutputOptionNames()) names.push_back(name);
  const std::vector<std::string> statistics = StatisticsOptionNames();
  names.insert(names.end(), statistics.begin(), statistics.end());
  return names;
}

std::vector<std::string> StatisticsOptionNames() {
  std::vector<std::string> names = {"--stats", "--sort"};
  for (const Statistic& statistic : AllStatistics()) {
    if (!statistic.threshold_help.empty()) names.push_back(statistic.threshold());
  }
  return names;
}

LexiconLayout CheckLexiconOptions(const LexiconOutput& output, MineOptions* options) {
  if (options->filter.lengths.least > options->filter.lengths.most) {
    throw CLI::ValidationError("--max-length is less than --min-length: no word could be found");
  }
  options->columns = output.columns;
  return LayoutOf(output, options->statistics);
}

void CheckFormatHolds(LexiconFormat format, Alphabet alphabet, Rules rules) {
  // Units separate words at blanks.
  if (alphabet != Alphabet::kAny || rules == Rules::kUnits || HoldsBlanks(format)) return;
  throw CLI::ValidationError(
      "--format", fmt::format("{} cannot hold blanks, and with --alphabet any words may hold them: "
                              "write tsv, csv or jsonl, or mine with --rules units",
                              LexiconFormatName(format)));
}

void WarnOfWords(const MineFigures& figures, const MineOptions& options, uint64_t words) {
  const bool by_units = options.text.rules.value_or(UsualRules(options.method)) == Rules::kUnits;
  if (figures.overlong_pieces > 0) {
    Warn(fmt::format("the lexicon lacks {} of more than {} symbols",
                     Counted(figures.overlong_pieces, "pieces"), ReadableCount(kMaxWordLength)));
  }
  WarnOfNotInRuns(figures.not_in_runs, "the dictionary",
                  ", and cannot be found: text is divided there first");
  WarnOfNotInRuns(figures.added_left_out, "--add-counts", "; they are not listed");
  if (figures.pieces == 0 && figures.input.records == 0 && words == 0) {
    Warn("the inputs hold no records: the lexicon is empty");
  } else if (figures.pieces == 0) {
    Warn(fmt::format("the inputs hold no symbols of this alphabet{}{}{}",
                     by_units ? " except in numbers, Latin words and punctuation" : "",
                     words == 0 ? ": the lexicon is empty" : "",
                     by_units && !options.units_listed
                         ? "; --units-listed lists numbers and Latin words that occur twice"
                         : ""));
  } else if (!figures.too_high.empty()) {
    Warn(fmt::format("no word of two symbols or more is left; lower {}", figures.too_high));
  } else if (words == 0) {
    Warn(fmt::format("no word meets all conditions; {}set fewer conditions",
                     WhatToLower(options.method)));
  }
}

WrittenWords WriteLexicon(MinedLexicon* lexicon, const LexiconLayout& layout, Report* report,
                          TextOutput* output) {
  WrittenWords written;
  report->Pass("write lexicon", [&] {
    written = lexicon->Write(layout, [&](std::string_view text) { output->Write(text); });
    return Figures{{"words", written.written}};
  });
  return written;
}

}  // namespace ciku
