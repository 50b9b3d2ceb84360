#include "engine/commands/terminal/table.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace ciku {
namespace {

size_t WidthOf(UChar32 character) {
  switch (u_charType(character)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// Returns how many columns of a terminal a UTF-8 text takes: two for a wide character (Unicode
// Standard Annex 11), none for a mark above or below another one, one for any other.
size_t DisplayWidth(std::string_view text) {
  const auto* const bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  size_t width = 0;
  for (int64_t i = 0; i < size;) {
    UChar32 character = 0;
    U8_NEXT_OR_FFFD(bytes, i, size, character);  // NOLINT: a macro of ICU
    width += WidthOf(character);
  }
  return width;
}

std::vector<size_t> WidthsOfColumns(const std::vector<TableRow>& rows) {
  std::vector<size_t> widths;
  for (const TableRow& row : rows) {
    widths.resize(std::max(widths.size(), row.cells.size()));
    for (size_t i = 0; i < row.cells.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row.cells[i]));
    }
  }
  return widths;
}

// Returns the spaces that a cell lacks.
std::string Padding(const std::string& cell, size_t width) {
  return std::string(width - std::min(width, DisplayWidth(cell)), ' ');
}

std::string StyledCell(const TableRow& row, size_t i) {
  const bool styled = row.style && (i == 0 || row.style == Style::kHeading);
  return styled ? Styled(*row.style, row.cells[i], STDOUT_FILENO) : row.cells[i];
}

}  // namespace

std::string FormatTable(const std::vector<TableRow>& rows, bool aligned, std::string_view indent) {
  const std::vector<size_t> widths = aligned ? WidthsOfColumns(rows) : std::vector<size_t>();
  std::string out;
  for (const TableRow& row : rows) {
    out += indent;
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const std::string padding = aligned ? Padding(row.cells[i], widths[i]) : "";
      if (i > 0) out += aligned ? "  " + padding : "\t";
      out += StyledCell(row, i);
      if (i == 0 && row.cells.size() > 1) out += padding;
    }
    out += '\n';
  }
  return out;
}

}  // namespace ciku
