#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/commands/commands.h"
#include "engine/commands/lexicon_output.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/commands/terminal/table.h"
#include "engine/lexicon/evaluation.h"
#include "io/error.h"
#include "io/lexicons/csv_line.h"
#include "io/lexicons/lexicon_name.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

struct EvaluateOptions {
  std::vector<std::string> predicted;
  std::string gold;
  std::vector<std::string> training_words;
  std::vector<std::string> words;
  std::optional<LexiconFormat> lexicon_format;
  uint64_t min_length = 2;
  std::string output = "-";
  std::string report;
};

double Share(uint64_t part, uint64_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

Json DescribeScore(const SegmentationScore& score, bool has_training_words) {
  Json results;
  for (const ScoreFigure& figure : ScoreFigures(score, has_training_words)) {
    Json& result = results[std::string(figure.name)];
    std::visit([&result](auto value) { result = value; }, figure.value);
  }
  return results;
}

Json DescribeScore(const LexiconScore& score) {
  Json results = {
      {"words", score.words}, {"known_words", score.known}, {"listed_words", score.all_known}};
  for (const auto& [first, known] : score.precisions) {
    const bool all = first == score.words;
    results[all ? "precision" : fmt::format("precision_at_{}", first)] = Share(known, first);
  }
  results["recall"] = Share(score.known, score.all_known);
  return results;
}

// Returns the scores of each segmentation.
std::vector<Json> ScoreSegmentations(const EvaluateOptions& options) {
  std::optional<WordSet> training_words;
  if (!options.training_words.empty()) {
    training_words = ReadWords(options.training_words, 1, options.lexicon_format);
  }
  std::vector<Json> scores;
  for (const std::string& predicted : options.predicted) {
    scores.push_back(DescribeScore(Evaluate(options.gold, predicted, training_words),
                                   training_words.has_value()));
  }
  return scores;
}

// Returns the scores of each lexicon.
std::vector<Json> ScoreLexicons(const EvaluateOptions& options) {
  const WordSet list = ReadWords(options.words, options.min_length, options.lexicon_format);
  std::vector<Json> scores;
  for (const std::string& predicted : options.predicted) {
    scores.push_back(DescribeScore(
        EvaluateLexicon(predicted, list, options.min_length, options.lexicon_format)));
  }
  return scores;
}

// The names of all scores. One of several lexicons may have a score that others lack, such as the
// precision of its first 10,000 words.
std::vector<std::string> ScoreNames(const std::vector<Json>& scores) {
  const auto most =
      std::max_element(scores.begin(), scores.end(),
                       [](const Json& a, const Json& b) { return a.size() < b.size(); });
  std::vector<std::string> names;
  for (const auto& [name, value] : most->items()) names.push_back(name);
  return names;
}

// Shares have four digits after the point.
std::string ScoreText(const Json& scores, const std::string& name) {
  const auto score = scores.find(name);
  if (score == scores.end()) return "";
  return score->is_number_float() ? fmt::format("{:.4f}", score->get<double>())
                                  : fmt::format("{}", score->get<uint64_t>());
}

// Writes a line for each score. It has a column for each file and, if these are several, their
// names are above.
void WriteScores(const std::vector<std::string>& predicted, const std::vector<Json>& scores,
                 const std::string& path, TextOutput* output) {
  std::vector<TableRow> rows;
  if (predicted.size() > 1) {
    rows.push_back({{"score"}, Style::kHeading});
    for (const std::string& file : predicted) rows[0].cells.push_back(Printable(file));
  }
  for (const std::string& name : ScoreNames(scores)) {
    rows.push_back({{name}, Style::kName});
    for (const Json& file : scores) rows.back().cells.push_back(ScoreText(file, name));
  }
  if (LexiconFormatByName(path) == LexiconFormat::kCsv) {
    for (const TableRow& row : rows) output->Write(CsvLine(row.cells));
  } else {
    output->Write(FormatTable(rows, output->file().IsTerminal()));
  }
  output->Commit();
}

// What the report says: the scores of a file or, of several, by their names.
Json DescribeResults(const std::vector<std::string>& predicted, const std::vector<Json>& scores) {
  if (scores.size() == 1) return scores[0];
  Json files = Json::object();
  for (size_t i = 0; i < scores.size(); ++i) files[predicted[i]] = scores[i];
  return {{"scores", files}};
}

void RunEvaluate(const EvaluateOptions& options, Report* report) {
  if (options.gold.empty() && options.words.empty()) {
    throw CLI::RequiredError("one of --gold and --words");
  }
  TextOutput output(options.output);
  CheckOutput(output.file(), report->files_read());
  std::vector<Json> scores;
  report->Pass("evaluate", [&] {
    scores = options.gold.empty() ? ScoreLexicons(options) : ScoreSegmentations(options);
    return Figures{};
  });
  WriteScores(options.predicted, scores, options.output, &output);
  report->SetResults(DescribeResults(options.predicted, scores));
  report->AddOutput(output.file());
}

// Adds what is scored, and what it is scored against.
void AddScoringOptions(CLI::App* command, EvaluateOptions* options) {
  command
      ->add_option(
          "PREDICTED", options->predicted,
          "Segmentations, or lexicons; the scores of several are a table with a column for "
          "each")
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
                       "A word list, in any format, to score lexicons against: the precision of "
                       "their first words, and their recall; may be repeated")
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
}

}  // namespace

void AddEvaluateCommand(CLI::App* program) {
  const auto options = std::make_shared<EvaluateOptions>();
  CLI::App* const command = program->add_subcommand(
      "evaluate", "Score segmentations against a gold one, or lexicons against word lists");
  command->footer(
      "Each line is a record; white space separates its words. A word is right if both "
      "segmentations have it at the same place. (The scorer of the SIGHAN bakeoffs aligns words by "
      "`diff`, and misses a few.)\n\n"
      "Example: tokens of a test set, and a lexicon's first words\n"
      "  ciku tokenize test.txt --lexicon lexicon.tsv -o tokens.txt\n"
      "  ciku evaluate --gold gold.txt tokens.txt --training-words training.txt\n"
      "  ciku evaluate --words dictionary.txt lexicon.tsv another.tsv");
  AddScoringOptions(command, options.get());
  command
      ->add_option("-o,--output", options->output,
                   "The scores, a line for each; as csv if the name ends in .csv")
      ->default_str("standard output")
      ->type_name("FILE");
  AddReportOption(command, &options->report);
  command->callback([=] {
    RunReported(command, {true, options->report, {options->output}},
                [&](Report* report) { RunEvaluate(*options, report); });
  });
}

}  // namespace ciku
