#include "engine/commands/comparison_output.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "engine/commands/terminal/console.h"
#include "engine/commands/terminal/style.h"
#include "engine/commands/terminal/table.h"
#include "io/error.h"
#include "io/json.h"
#include "io/lexicons/csv_line.h"

namespace ciku {
namespace {

std::string RankText(const std::optional<Ranked>& ranked) {
  return ranked ? fmt::format("{}", ranked->rank) : "";
}

std::string CountText(const std::optional<Ranked>& ranked) {
  return ranked && ranked->count ? fmt::format("{}", *ranked->count) : "";
}

std::string Rounded(double value) { return fmt::format("{:.4f}", value); }

// Calls visit(word, key) for all words in the order that is asked for; `key` is null unless that is
// keyness.
template <typename Visit>
void ForEachWord(const ComparedLexicons& lexicons, const Visit& visit) {
  const std::vector<ComparedWord>& words = lexicons.comparison.words;
  if (lexicons.by_keyness) {
    for (const KeyWord& key : lexicons.keys) visit(words[key.word], &key);
  } else {
    for (const ComparedWord& word : words) visit(word, nullptr);
  }
}

void WriteTable(const ComparedLexicons& lexicons, bool csv, TextOutput* output) {
  const auto write = [&](const std::vector<std::string>& cells) {
    output->Write(csv ? CsvLine(cells) : fmt::format("{}\n", fmt::join(cells, "\t")));
  };
  std::vector<std::string> names = {"word", "count_a", "count_b", "rank_a", "rank_b"};
  if (lexicons.by_keyness) names.insert(names.end(), {"g2", "log_ratio"});
  write(names);
  ForEachWord(lexicons, [&](const ComparedWord& word, const KeyWord* key) {
    std::vector<std::string> cells = {word.word, CountText(word.a), CountText(word.b),
                                      RankText(word.a), RankText(word.b)};
    if (key != nullptr) cells.insert(cells.end(), {Rounded(key->g2), Rounded(key->log_ratio)});
    write(cells);
  });
}

void WriteJsonLines(const ComparedLexicons& lexicons, TextOutput* output) {
  ForEachWord(lexicons, [&](const ComparedWord& word, const KeyWord* key) {
    Json line = {{"word", word.word}};
    const auto add = [&](const std::string& side, const std::optional<Ranked>& ranked) {
      line["count_" + side] = ranked && ranked->count ? Json(*ranked->count) : Json();
      line["rank_" + side] = ranked ? Json(ranked->rank) : Json();
    };
    add("a", word.a);
    add("b", word.b);
    std::string text = JsonText(line);
    if (key != nullptr) {
      text.pop_back();
      text +=
          fmt::format(",\"g2\":{},\"log_ratio\":{}}}", Rounded(key->g2), Rounded(key->log_ratio));
    }
    output->Write(text + "\n");
  });
}

// Writes a heading, and a table of a row for each of the first `top` words.
template <typename Word, typename Row>
void WriteList(const std::string& heading, const std::vector<Word>& words, uint64_t top,
               const Row& row, TextOutput* output) {
  if (words.empty() || top == 0) return;
  std::vector<TableRow> rows;
  for (size_t i = 0; i < std::min<uint64_t>(top, words.size()); ++i) rows.push_back(row(words[i]));
  output->Write("\n" + Styled(Style::kHeading, heading, STDOUT_FILENO) + "\n" +
                FormatTable(rows, output->file().IsTerminal(), "  "));
}

template <typename Word, typename Is>
std::vector<Word> Only(const std::vector<Word>& all, const Is& is) {
  std::vector<Word> words;
  std::copy_if(all.begin(), all.end(), std::back_inserter(words), is);
  return words;
}

void WriteCommon(const ComparedLexicons& lexicons, TextOutput* output) {
  const Comparison& comparison = lexicons.comparison;
  const auto share = [&](size_t all) {
    return all == 0 ? 0 : 100 * static_cast<double>(comparison.both) / static_cast<double>(all);
  };
  output->Write(fmt::format("a: {}, {} words\nb: {}, {} words\n", Printable(lexicons.name_a),
                            ReadableCount(comparison.a), Printable(lexicons.name_b),
                            ReadableCount(comparison.b)));
  output->Write(fmt::format("in both: {}, {:.1f} % of a, {:.1f} % of b\n",
                            ReadableCount(comparison.both), share(comparison.a),
                            share(comparison.b)));
  if (comparison.correlation) {
    output->Write(fmt::format("rank correlation of these: {:.3f}\n", *comparison.correlation));
  }
}

void WriteListsByRank(const Comparison& comparison, uint64_t top, TextOutput* output) {
  const auto only_a = Only(comparison.words, [](const ComparedWord& word) { return !word.b; });
  const auto only_b = Only(comparison.words, [](const ComparedWord& word) { return !word.a; });
  const auto in_a = [](const ComparedWord& word) {
    return TableRow{{word.word, CountText(word.a)}, Style::kRemoved};
  };
  const auto in_b = [](const ComparedWord& word) {
    return TableRow{{word.word, CountText(word.b)}, Style::kAdded};
  };
  const auto ranks = [](const ComparedWord& word) {
    return TableRow{{word.word, RankText(word.a), RankText(word.b)}};
  };
  WriteList("only in a: " + ReadableCount(only_a.size()), only_a, top, in_a, output);
  WriteList("only in b: " + ReadableCount(only_b.size()), only_b, top, in_b, output);
  WriteList("rank in a, rank in b, the largest changes first:", ByChangeOfRank(comparison), top,
            ranks, output);
}

void WriteListsByKeyness(const ComparedLexicons& lexicons, uint64_t top, TextOutput* output) {
  const auto row = [&](Style style) {
    return [&lexicons, style](const KeyWord& key) {
      const ComparedWord& word = lexicons.comparison.words[key.word];
      const auto count = [](const std::optional<Ranked>& ranked) {
        return ranked ? CountText(ranked) : "0";
      };
      return TableRow{{word.word, count(word.a), count(word.b), fmt::format("{:.1f}", key.g2),
                       fmt::format("{:+.2f}", key.log_ratio)},
                      style};
    };
  };
  const auto in_a = Only(lexicons.keys, [](const KeyWord& key) { return key.log_ratio > 0; });
  const auto in_b = Only(lexicons.keys, [](const KeyWord& key) { return key.log_ratio < 0; });
  const std::string what = "; count in a, count in b, G2, log ratio:";
  WriteList("more frequent in a: " + ReadableCount(in_a.size()) + what, in_a, top,
            row(Style::kRemoved), output);
  WriteList("more frequent in b: " + ReadableCount(in_b.size()) + what, in_b, top,
            row(Style::kAdded), output);
}

}  // namespace

void WriteComparedWords(const ComparedLexicons& lexicons, ComparisonFormat format,
                        TextOutput* output) {
  if (format == ComparisonFormat::kJsonLines) {
    WriteJsonLines(lexicons, output);
  } else {
    WriteTable(lexicons, format == ComparisonFormat::kCsv, output);
  }
  output->Commit();
}

void WriteComparedLists(const ComparedLexicons& lexicons, uint64_t top, TextOutput* output) {
  WriteCommon(lexicons, output);
  if (lexicons.by_keyness) {
    WriteListsByKeyness(lexicons, top, output);
  } else {
    WriteListsByRank(lexicons.comparison, top, output);
  }
  output->Commit();
}

}  // namespace ciku
