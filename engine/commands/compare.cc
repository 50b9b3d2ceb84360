#include <fmt/core.h>

#include <memory>
#include <optional>
#include <string>
#include <tuple>

#include "engine/commands/commands.h"
#include "engine/commands/comparison_output.h"
#include "engine/commands/lexicon_output.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/lexicon/comparison.h"
#include "engine/lexicon/keyness.h"
#include "io/lexicons/lexicon_name.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

enum class ComparisonOrder { kRank, kKeyness };

constexpr Named<ComparisonOrder> kComparisonOrders[] = {{"rank", ComparisonOrder::kRank},
                                                        {"keyness", ComparisonOrder::kKeyness}};

struct CompareOptions {
  std::string a;
  std::string b;
  std::optional<LexiconFormat> lexicon_format;
  ComparisonOrder order = ComparisonOrder::kRank;
  CorpusSizes sizes;
  uint64_t top = 20;
  std::string output;
  std::optional<ComparisonFormat> format;
  std::string report;
};

Json DescribeResults(const Comparison& comparison) {
  return {{"words_a", comparison.a},
          {"words_b", comparison.b},
          {"words_in_both", comparison.both},
          {"rank_correlation", comparison.correlation ? Json(*comparison.correlation) : Json()}};
}

// The format of the output, told from its name if none is given.
ComparisonFormat FormatOf(const CompareOptions& options) {
  if (options.format) return *options.format;
  const std::optional<LexiconFormat> named = LexiconFormatByName(options.output);
  if (named == LexiconFormat::kCsv) return ComparisonFormat::kCsv;
  if (named == LexiconFormat::kJsonLines) return ComparisonFormat::kJsonLines;
  return ComparisonFormat::kTsv;
}

void RunCompare(const CompareOptions& options, Report* report) {
  std::optional<TextOutput> table;
  if (!options.output.empty()) {
    table.emplace(options.output);
    CheckOutput(table->file(), report->files_read());
  }
  const bool by_keyness = options.order == ComparisonOrder::kKeyness;
  ComparedLexicons lexicons{options.a, options.b, {}, {}, by_keyness};
  Comparison& comparison = lexicons.comparison;
  report->Pass("compare", [&] {
    comparison = Compare(options.a, options.b, options.lexicon_format);
    if (by_keyness) lexicons.keys = ByKeyness(comparison, options.sizes);
    return Figures{{"words", uint64_t{comparison.words.size()}}};
  });
  if (table) {
    WriteComparedWords(lexicons, FormatOf(options), &*table);
    report->AddOutput(table->file(), {{"words", comparison.words.size()}});
  }
  report->SetResults(DescribeResults(comparison));
  if (options.output == "-") return;  // standard output is for the table
  TextOutput lists("-");
  WriteComparedLists(lexicons, options.top, &lists);
  report->AddOutput(lists.file());
}

void AddOrderOptions(CLI::App* command, CompareOptions* options) {
  AddNamedOption(command, "--sort", &options->order, kComparisonOrders,
                 "What is shown first: words by their rank in A and then in B, or by keyness");
  for (const auto& [name, lexicon, size] :
       {std::tuple{"--size-a", "A", &options->sizes.a}, {"--size-b", "B", &options->sizes.b}}) {
    TakesCount(
        command
            ->add_option(name, *size,
                         fmt::format("How many tokens the corpus of {} has, for keyness", lexicon))
            ->default_str("the sum of its counts"),
        1);
  }
}

}  // namespace

void AddCompareCommand(CLI::App* program) {
  const auto options = std::make_shared<CompareOptions>();
  CLI::App* const command =
      program->add_subcommand("compare", "Show how two lexicons differ, in words and in ranks");
  command->footer(
      "Words rank by count, the highest first; if some of a lexicon have none, they rank in the "
      "order of the file. Keyness tells which words are typical of a corpus: G2 says how unlikely "
      "the difference is by chance (3.84: 1 in 20, 15.13: 1 in 10,000), the log ratio how large it "
      "is (1: twice as frequent in a, -1: in b).\n\n"
      "Examples: what two thresholds make of a corpus; what this year's news speak of\n"
      "  ciku compare strict.tsv loose.tsv -o differences.tsv\n"
      "  ciku compare news-2026.tsv news-2025.tsv --sort keyness");
  command->add_option("A", options->a, "A lexicon")->required()->type_name("FILE");
  command->add_option("B", options->b, "Another lexicon")->required()->type_name("FILE");
  AddLexiconFormatOption(command, &options->lexicon_format);
  AddOrderOptions(command, options.get());
  TakesCount(
      command->add_option("--top", options->top, "Words in each list")->capture_default_str(), 0);
  command
      ->add_option(
          "-o,--output", options->output,
          "All words with their counts and ranks in both, and their keyness if that is the "
          "order; with -, they take the place of the lists")
      ->type_name("FILE");
  AddNamedOption(command, "--format", &options->format, kComparisonFormats,
                 "How --output is written: tsv or csv (a table with a header), or jsonl")
      ->default_str("csv or jsonl if the output is named so, otherwise tsv");
  AddReportOption(command, &options->report);
  command->callback([=] {
    RunReported(command, {true, options->report, {options->output, "-"}},
                [&](Report* report) { RunCompare(*options, report); });
  });
}

}  // namespace ciku
