#include <fmt/core.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/lexicon_output.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/lexicon/evaluation.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

struct EvaluateOptions {
  std::string predicted;
  std::string gold;
  std::vector<std::string> training_words;
  std::vector<std::string> words;
  std::optional<LexiconFormat> lexicon_format;
  uint64_t min_length = 2;
  std::string output = "-";
  std::string report;
};

// Writes the results, one per line; shares have four digits after the point.
void WriteResults(const Json& results, TextOutput* output) {
  for (const auto& [name, value] : results.items()) {
    output->Write(value.is_number_float() ? fmt::format("{}\t{:.4f}\n", name, value.get<double>())
                                          : fmt::format("{}\t{}\n", name, value.get<uint64_t>()));
  }
  output->Commit();
}

Json EvaluateSegmentation(const EvaluateOptions& options) {
  std::optional<WordSet> training_words;
  if (!options.training_words.empty()) {
    training_words = ReadWords(options.training_words, 1, options.lexicon_format);
  }
  const SegmentationScore score = Evaluate(options.gold, options.predicted, training_words);
  Json results = {{"records", score.records},
                  {"true_words", score.true_words},
                  {"test_words", score.test_words},
                  {"right_words", score.right},
                  {"insertions", score.insertions},
                  {"deletions", score.deletions},
                  {"substitutions", score.substitutions},
                  {"recall", score.Recall()},
                  {"precision", score.Precision()},
                  {"f1", score.F1()}};
  if (!options.training_words.empty()) {
    results.update({{"oov_rate", score.UnknownRate()},
                    {"oov_recall", score.UnknownRecall()},
                    {"iv_recall", score.KnownRecall()}});
  }
  return results;
}

double Share(uint64_t part, uint64_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

Json EvaluateWords(const EvaluateOptions& options) {
  const WordSet list = ReadWords(options.words, options.min_length, options.lexicon_format);
  const LexiconScore score =
      EvaluateLexicon(options.predicted, list, options.min_length, options.lexicon_format);
  Json results = {
      {"words", score.words}, {"known_words", score.known}, {"listed_words", score.all_known}};
  for (const auto& [first, known] : score.precisions) {
    const bool all = first == score.words;
    results[all ? "precision" : fmt::format("precision_at_{}", first)] = Share(known, first);
  }
  results["recall"] = Share(score.known, score.all_known);
  return results;
}

void RunEvaluate(const EvaluateOptions& options, Report* report) {
  if (options.gold.empty() && options.words.empty()) {
    throw CLI::RequiredError("one of --gold and --words");
  }
  TextOutput output(options.output);
  CheckOutput(output.file(), report->files_read());
  Json results;
  report->Pass("evaluate", [&] {
    results = options.gold.empty() ? EvaluateWords(options) : EvaluateSegmentation(options);
    return Figures{};
  });
  WriteResults(results, &output);
  report->SetResults(results);
  report->AddOutput(output.file());
}

}  // namespace

void AddEvaluateCommand(CLI::App* program) {
  const auto options = std::make_shared<EvaluateOptions>();
  CLI::App* const command = program->add_subcommand(
      "evaluate", "Score a segmentation against a gold one, or a lexicon against word lists");
  command->footer(
      "Each line is a record; white space separates its words. A word is right if both "
      "segmentations have it at the same place, as the scorer of the SIGHAN bakeoffs counts.\n\n"
      "Example: tokens of a test set, and a lexicon's first words\n"
      "  ciku tokenize test.txt --lexicon lexicon.tsv -o tokens.txt\n"
      "  ciku evaluate --gold gold.txt tokens.txt --training-words training.txt\n"
      "  ciku evaluate --words dictionary.txt lexicon.tsv");
  command->add_option("PREDICTED", options->predicted, "The segmentation, or the lexicon")
      ->required()
      ->type_name("FILE");
  CLI::Option* const gold =
      command->add_option("--gold", options->gold, "The gold segmentation of the same text")
          ->type_name("FILE");
  command
      ->add_option("--training-words", options->training_words,
                   "The words that were known; all others are out of vocabulary and are also "
                   "scored separately. May be repeated")
      ->needs(gold)
      ->allow_extra_args(false)
      ->type_name("FILE");
  CLI::Option* const words =
      command
          ->add_option("--words", options->words,
                       "A word list, in any format, to score a lexicon against: the precision of "
                       "its first words, and its recall; may be repeated")
          ->excludes(gold)
          ->allow_extra_args(false)
          ->type_name("FILE");
  AddLexiconFormatOption(command, &options->lexicon_format);
  TakesCount(command
                 ->add_option("--min-length", options->min_length,
                              "The least length of the words that are compared, in symbols")
                 ->capture_default_str()
                 ->needs(words),
             1);
  command->add_option("-o,--output", options->output, "The scores, a line for each")
      ->type_name("FILE");
  AddReportOption(command, &options->report);
  command->callback([=] {
    RunReported(command, {true, options->report, {options->output}},
                [&](Report* report) { RunEvaluate(*options, report); });
  });
}

}  // namespace ciku
