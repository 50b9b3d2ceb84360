// Tables that people read.
#ifndef CIKU_ENGINE_COMMANDS_TERMINAL_TABLE_H_
#define CIKU_ENGINE_COMMANDS_TERMINAL_TABLE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/commands/terminal/style.h"

namespace ciku {

struct TableRow {
  std::vector<std::string> cells;
  // Of the first cell, or of all cells if it is a heading.
  std::optional<Style> style = {};
};

// Returns the rows as lines for standard output, each after `indent`. If they are `aligned`, as
// they should be for a terminal, each column is as wide as its widest cell: the first is flush
// left, the others, which hold numbers, flush right. Otherwise tabs separate the cells.
std::string FormatTable(const std::vector<TableRow>& rows, bool aligned,
                        std::string_view indent = "");

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_TERMINAL_TABLE_H_
