#include "engine/commands/lexicon_output.h"

#include <fmt/format.h>

#include <limits>
#include <string>

#include "engine/commands/options.h"

namespace ciku {

void AddLexiconOptions(CLI::App* command, LexiconOptions* options) {
  FilterOptions* const filter = &options->filter;
  AddNamedOption(
      command, "--format", &options->format, kLexiconFormats,
      "How the lexicon is written: tsv (word<TAB>count), jieba (word count), hanlp (word "
      "tag count), words (a word a line) or jsonl (default: tsv)");
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
      ->add_option("--add-counts", options->add_counts,
                   "A lexicon that an earlier run found in other text: its counts are added before "
                   "any word is chosen")
      ->type_name("LEXICON");
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

void AddStatisticsOptions(CLI::App* command, StatisticsOptions* options) {
  constexpr double kLowest = std::numeric_limits<double>::lowest();
  SelectionOptions& selection = options->selection;
  command->add_flag("--stats", options->columns,
                    "Adds columns to tsv and fields to jsonl, at the cost of reading the inputs "
                    "once more: frequency, documents, cohesion, left and right entropy");
  TakesNumber(command->add_option("--min-entropy", selection.min_entropy,
                                  "The least boundary entropy of a word on either side, in nats"),
              kLowest);
  TakesNumber(command->add_option("--min-cohesion", selection.min_cohesion,
                                  "The least cohesion of a word of two symbols or more, in nats"),
              kLowest);
  TakesCount(command->add_option("--min-documents", selection.min_documents,
                                 "In how many records a word occurs at least"),
             1);
  AddNamedOption(command, "--sort", &selection.sort, kSortKeys,
                 "Sorts words: by word, or the greatest first by count, frequency, documents, "
                 "cohesion, left-entropy, right-entropy or entropy, the lesser of these (default: "
                 "count)");
}

void CheckStatistics(const StatisticsOptions& options, LexiconFormat format) {
  if (!options.columns || HoldsStatistics(format)) return;
  throw CLI::ValidationError(
      "--stats", fmt::format("has no place in --format {}: write tsv or jsonl, or leave it out",
                             LexiconFormatName(format)));
}

}  // namespace ciku
