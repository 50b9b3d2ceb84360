// The records of a block's text.
#ifndef CIKU_ENGINE_SWEEP_RECORDS_H_
#define CIKU_ENGINE_SWEEP_RECORDS_H_

#include <algorithm>
#include <string_view>
#include <vector>

#include "io/block.h"

namespace ciku {

// Returns a line without its line end.
inline std::string_view WithoutLineEnd(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Calls visit(record) for the records of parsed JSON lines. A record may hold line ends; `ends` are
// the numbers of those that end a record.
template <typename Visit>
void ForEachRecord(std::string_view text, const std::vector<uint32_t>& ends, const Visit& visit) {
  uint32_t line_end = 0;
  for (const uint32_t record_end : ends) {
    size_t at = text.find('\n');
    for (; line_end < record_end; ++line_end) at = text.find('\n', at + 1);
    ++line_end;
    visit(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
}

// Calls visit(record) for the records of a text that consists of whole records, in order.
template <typename Visit>
void ForEachRecord(const Text& text, const Visit& visit) {
  if (text.record_ends != nullptr) return ForEachRecord(text.bytes, *text.record_ends, visit);
  for (std::string_view left = text.bytes; !left.empty();) {
    const size_t size = std::min(left.find('\n'), left.size() - 1) + 1;
    visit(WithoutLineEnd(left.substr(0, size)));
    left.remove_prefix(size);
  }
}

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_RECORDS_H_
