#include "engine/commands/terminal/table.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>

#include "engine/text/display_width.h"

namespace ciku {
namespace {

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
