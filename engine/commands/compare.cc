#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>

#include "engine/commands/commands.h"
#include "engine/commands/lexicon_output.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
#include "engine/commands/terminal/console.h"
#include "engine/commands/terminal/style.h"
#include "engine/commands/terminal/table.h"
#include "engine/lexicon/comparison.h"
#include "io/error.h"
#include "io/lexicons/csv_line.h"
#include "io/lexicons/lexicon_name.h"
#include "io/output/text_output.h"

namespace ciku {
namespace {

struct CompareOptions {
  std::string a;
  std::string b;
  std::optional<LexiconFormat> lexicon_format;
  uint64_t top = 20;
  std::string output;
  std::string report;
};

std::string RankText(const std::optional<Ranked>& ranked) {
  return ranked ? fmt::format("{}", ranked->rank) : "";
}

std::string CountText(const std::optional<Ranked>& ranked) {
  return ranked && ranked->count ? fmt::format("{}", *ranked->count) : "";
}

// Writes all words as a table for other programs: tsv, or csv if the name of the file says so.
void WriteTable(const Comparison& comparison, const std::string& path, TextOutput* output) {
  const bool csv = LexiconFormatByName(path) == LexiconFormat::kCsv;
  const auto write = [&](const std::vector<std::string>& cells) {
    output->Write(csv ? CsvLine(cells) : fmt::format("{}\n", fmt::join(cells, "\t")));
  };
  write({"word", "count_a", "count_b", "rank_a", "rank_b"});
  for (const auto& [word, a, b] : comparison.words) {
    write({word, CountText(a), CountText(b), RankText(a), RankText(b)});
  }
  output->Commit();
}

// Writes a heading, and a table of a row for each of the first `top` words.
template <typename Row>
void WriteList(const std::string& heading, const std::vector<ComparedWord>& words, uint64_t top,
               const Row& row, TextOutput* output) {
  if (words.empty() || top == 0) return;
  std::vector<TableRow> rows;
  for (size_t i = 0; i < std::min<uint64_t>(top, words.size()); ++i) rows.push_back(row(words[i]));
  output->Write("\n" + Styled(Style::kHeading, heading, STDOUT_FILENO) + "\n" +
                FormatTable(rows, output->file().IsTerminal(), "  "));
}

template <typename Is>
std::vector<ComparedWord> Only(const Comparison& comparison, const Is& is) {
  std::vector<ComparedWord> words;
  std::copy_if(comparison.words.begin(), comparison.words.end(), std::back_inserter(words), is);
  return words;
}

Json DescribeResults(const Comparison& comparison) {
  return {{"words_a", comparison.a},
          {"words_b", comparison.b},
          {"words_in_both", comparison.both},
          {"rank_correlation", comparison.correlation ? Json(*comparison.correlation) : Json()}};
}

// Writes what a person wants to see of it.
void WriteLists(const Comparison& comparison, const CompareOptions& options, TextOutput* output) {
  const auto share = [&](size_t all) {
    return all == 0 ? 0 : 100 * static_cast<double>(comparison.both) / static_cast<double>(all);
  };
  output->Write(fmt::format("a: {}, {} words\nb: {}, {} words\n", Printable(options.a),
                            ReadableCount(comparison.a), Printable(options.b),
                            ReadableCount(comparison.b)));
  output->Write(fmt::format("in both: {}, {:.1f} % of a, {:.1f} % of b\n",
                            ReadableCount(comparison.both), share(comparison.a),
                            share(comparison.b)));
  if (comparison.correlation) {
    output->Write(fmt::format("rank correlation of these: {:.3f}\n", *comparison.correlation));
  }
  const auto only_a = Only(comparison, [](const ComparedWord& word) { return !word.b; });
  const auto only_b = Only(comparison, [](const ComparedWord& word) { return !word.a; });
  const auto in_a = [](const ComparedWord& word) {
    return TableRow{{word.word, CountText(word.a)}, Style::kRemoved};
  };
  const auto in_b = [](const ComparedWord& word) {
    return TableRow{{word.word, CountText(word.b)}, Style::kAdded};
  };
  const auto ranks = [](const ComparedWord& word) {
    return TableRow{{word.word, RankText(word.a), RankText(word.b)}};
  };
  const uint64_t top = options.top;
  WriteList("only in a: " + ReadableCount(only_a.size()), only_a, top, in_a, output);
  WriteList("only in b: " + ReadableCount(only_b.size()), only_b, top, in_b, output);
  WriteList("rank in a, rank in b, the largest changes first:", ByChangeOfRank(comparison), top,
            ranks, output);
  output->Commit();
}

void RunCompare(const CompareOptions& options, Report* report) {
  std::optional<TextOutput> table;
  if (!options.output.empty()) {
    table.emplace(options.output);
    CheckOutput(table->file(), report->files_read());
  }
  Comparison comparison;
  report->Pass("compare", [&] {
    comparison = Compare(options.a, options.b, options.lexicon_format);
    return Figures{{"words", uint64_t{comparison.words.size()}}};
  });
  if (table) {
    WriteTable(comparison, options.output, &*table);
    report->AddOutput(table->file(), {{"words", comparison.words.size()}});
  }
  report->SetResults(DescribeResults(comparison));
  if (options.output == "-") return;  // standard output is for the table
  TextOutput lists("-");
  WriteLists(comparison, options, &lists);
  report->AddOutput(lists.file());
}

}  // namespace

void AddCompareCommand(CLI::App* program) {
  const auto options = std::make_shared<CompareOptions>();
  CLI::App* const command =
      program->add_subcommand("compare", "Show how two lexicons differ, in words and in ranks");
  command->footer(
      "Words rank by count, the highest first; if some of a lexicon have none, they rank in the "
      "order of the file.\n\n"
      "Example: what two thresholds make of a corpus\n"
      "  ciku compare strict.tsv loose.tsv -o differences.tsv");
  command->add_option("A", options->a, "A lexicon")->required()->type_name("FILE");
  command->add_option("B", options->b, "Another lexicon")->required()->type_name("FILE");
  AddLexiconFormatOption(command, &options->lexicon_format);
  TakesCount(
      command->add_option("--top", options->top, "Words in each list")->capture_default_str(), 0);
  command
      ->add_option("-o,--output", options->output,
                   "All words with their counts and ranks in both; separated by tabs, or as csv if "
                   "the name ends in .csv; with -, they take the place of the lists")
      ->type_name("FILE");
  AddReportOption(command, &options->report);
  command->callback([=] {
    RunReported(command, {true, options->report, {options->output, "-"}},
                [&](Report* report) { RunCompare(*options, report); });
  });
}

}  // namespace ciku
