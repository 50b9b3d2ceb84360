#include "engine/lexicon/lexicon_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "io/error.h"
#include "io/lexicons/lexicon_file.h"
#include "io/lexicons/lexicon_name.h"

namespace ciku {
namespace {

bool HoldsLinesOfColumns(LexiconFormat format) {
  return format == LexiconFormat::kTsv || format == LexiconFormat::kCsv;
}

void CheckHolds(const LexiconLayout& layout, bool asked, bool holds, const char* option,
                const char* formats) {
  if (!asked || holds) return;
  throw UsageError(fmt::format("{} has no place in --format {}: write {}, or leave it out", option,
                               LexiconFormatName(layout.format), formats));
}

bool Need(const std::vector<std::string>& columns, bool division) {
  return std::any_of(columns.begin(), columns.end(), [&](const std::string& name) {
    const Statistic* const statistic = ColumnNamed(name).statistic;
    return statistic != nullptr && statistic->of_division == division;
  });
}

}  // namespace

bool HoldsColumns(LexiconFormat format) {
  return HoldsLinesOfColumns(format) || format == LexiconFormat::kJsonLines;
}

bool HoldsBlanks(LexiconFormat format) {
  return HoldsColumns(format) || format == LexiconFormat::kWords;
}

LexiconLayout LayoutFor(const std::string& path, std::optional<LexiconFormat> format) {
  if (!format) format = LexiconFormatByName(path);
  return {.format = format.value_or(LexiconFormat::kTsv), .name = RimeNameFor(path)};
}

void CheckLayout(const LexiconLayout& layout) {
  const bool columns = HoldsColumns(layout.format);
  const bool lines = HoldsLinesOfColumns(layout.format);
  CheckHolds(layout, layout.statistics, columns, "--stats", "tsv, csv or jsonl");
  CheckHolds(layout, !layout.columns.empty(), columns, "--columns", "tsv, csv or jsonl");
  CheckHolds(layout, layout.header.has_value(), lines,
             layout.header.value_or(true) ? "--header" : "--no-header", "tsv or csv");
  CheckHolds(layout, layout.byte_order_mark, lines, "--bom", "tsv or csv");
  std::set<std::string_view> named;
  for (const std::string& column : layout.columns) {
    if (!named.insert(ColumnNamed(column).name).second) {
      throw UsageError(fmt::format("the column '{}' is named twice", column));
    }
  }
}

LexiconColumn ColumnNamed(std::string_view name) {
  if (name == LexiconColumn::kWord) return {LexiconColumn::kWord};
  if (name == LexiconColumn::kCount) return {LexiconColumn::kCount};
  for (const Statistic& statistic : AllStatistics()) {
    const bool is_named = name == statistic.column || name == statistic.name;
    if (is_named && !statistic.column.empty()) return {statistic.column, &statistic};
  }
  throw UsageError(fmt::format("there is no column '{}'; there are {}, {}, {}", name,
                               LexiconColumn::kWord, LexiconColumn::kCount,
                               fmt::join(StatisticColumns(), ", ")));
}

std::vector<std::string_view> StatisticColumns() {
  std::vector<std::string_view> names;
  for (const Statistic& statistic : AllStatistics()) {
    if (!statistic.column.empty()) names.push_back(statistic.column);
  }
  return names;
}

bool NeedMeasuring(const std::vector<std::string>& columns) { return Need(columns, false); }

bool NeedDivision(const std::vector<std::string>& columns) { return Need(columns, true); }

std::vector<LexiconColumn> ColumnsOf(const LexiconLayout& layout, const KnownStatistics& known) {
  std::vector<LexiconColumn> columns;
  for (const std::string& name : layout.columns) {
    columns.push_back(ColumnNamed(name));
    const Statistic* const statistic = columns.back().statistic;
    if (statistic == nullptr || statistic->IsKnown(known)) continue;
    throw UsageError(fmt::format("the words have no {}: it was not asked for", name));
  }
  if (!columns.empty()) return columns;
  columns = {{LexiconColumn::kWord}, {LexiconColumn::kCount}};
  for (const std::string_view name : StatisticColumns()) {
    const LexiconColumn column = ColumnNamed(name);
    if (layout.statistics && column.statistic->IsKnown(known)) columns.push_back(column);
  }
  return columns;
}

bool HasHeader(const LexiconLayout& layout, const std::vector<LexiconColumn>& columns) {
  if (!HoldsLinesOfColumns(layout.format)) return false;
  const bool usual = columns.size() == 2 && columns[0].name == LexiconColumn::kWord &&
                     columns[1].name == LexiconColumn::kCount;
  return layout.header.value_or(layout.format == LexiconFormat::kCsv || !usual);
}

}  // namespace ciku
