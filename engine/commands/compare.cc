#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>

#include "engine/commands/commands.h"
#include "engine/commands/console.h"
#include "engine/commands/lexicon_output.h"
#include "engine/commands/options.h"
#include "engine/commands/outputs.h"
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
  const auto write = [&](const std::string& word, const std::vector<std::string>& columns) {
    std::string line = csv ? "" : word;
    if (csv) AppendCsvField(word, &line);
    const char* const separator = csv ? "," : "\t";
    output->Write(fmt::format("{}{}{}\n", line, separator, fmt::join(columns, separator)));
  };
  write("word", {"count_a", "count_b", "rank_a", "rank_b"});
  for (const auto& [word, a, b] : comparison.words) {
    write(word, {CountText(a), CountText(b), RankText(a), RankText(b)});
  }
  output->Commit();
}

// Writes a heading, and a line for each of the first `top` words.
template <typename Line>
void WriteList(const std::string& heading, const std::vector<ComparedWord>& words, uint64_t top,
               const Line& line, TextOutput* output) {
  if (words.empty() || top == 0) return;
  output->Write(heading);
  for (size_t i = 0; i < std::min<uint64_t>(top, words.size()); ++i) output->Write(line(words[i]));
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
  WriteList(
      fmt::format("\nonly in a: {}\n", ReadableCount(only_a.size())), only_a, options.top,
      [](const ComparedWord& word) {
        return fmt::format("  {}\t{}\n", word.word, CountText(word.a));
      },
      output);
  WriteList(
      fmt::format("\nonly in b: {}\n", ReadableCount(only_b.size())), only_b, options.top,
      [](const ComparedWord& word) {
        return fmt::format("  {}\t{}\n", word.word, CountText(word.b));
      },
      output);
  WriteList(
      "\nrank in a, rank in b, the largest changes first:\n", ByChangeOfRank(comparison),
      options.top,
      [](const ComparedWord& word) {
        return fmt::format("  {}\t{}\t{}\n", word.word, word.a->rank, word.b->rank);
      },
      output);
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
