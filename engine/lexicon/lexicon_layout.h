// How a lexicon is written: its format, its columns, its header.
#ifndef CIKU_ENGINE_LEXICON_LEXICON_LAYOUT_H_
#define CIKU_ENGINE_LEXICON_LEXICON_LAYOUT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lexicon/words.h"
#include "io/lexicons/lexicon_format.h"

namespace ciku {

// Whether the format has columns that can be chosen, and so room for statistics.
bool HoldsColumns(LexiconFormat format);

// Whether words with blanks inside or at their ends can be written in the format.
bool HoldsBlanks(LexiconFormat format);

// Returns the layout of a lexicon in this file, whose name tells the format if none is named.
LexiconLayout LayoutFor(const std::string& path, std::optional<LexiconFormat> format);

// Throws UsageError if a layout contradicts itself: if it names a column that does not exist, or
// one twice, or has columns, a header or a byte-order mark for a format that has none.
void CheckLayout(const LexiconLayout& layout);

// A column of a lexicon.
struct LexiconColumn {
  static constexpr std::string_view kWord = "word";
  static constexpr std::string_view kCount = "count";

  std::string_view name;
  const Statistic* statistic = nullptr;  // null for word and count
};

// Returns the column of this name. Throws UsageError if there is none.
LexiconColumn ColumnNamed(std::string_view name);

// Returns the names of all columns of statistics.
std::vector<std::string_view> StatisticColumns();

// Whether some of these columns are of statistics that have to be measured, or of the division of
// the corpus into words. Throw as ColumnNamed.
bool NeedMeasuring(const std::vector<std::string>& columns);
bool NeedDivision(const std::vector<std::string>& columns);

// Returns the columns of a layout. Throws as ColumnNamed, and UsageError if one needs statistics
// that are not known.
std::vector<LexiconColumn> ColumnsOf(const LexiconLayout& layout, const KnownStatistics& known);

// Whether the first line names the columns.
bool HasHeader(const LexiconLayout& layout, const std::vector<LexiconColumn>& columns);

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_LEXICON_LAYOUT_H_
