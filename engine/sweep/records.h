// The records of a block's text.
#ifndef CIKU_ENGINE_SWEEP_RECORDS_H_
#define CIKU_ENGINE_SWEEP_RECORDS_H_

#include <algorithm>
#include <string_view>
#include <vector>

#include "io/text.h"

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
  if (text.parsed != nullptr) return ForEachRecord(text.bytes, text.parsed->ends, visit);
  for (std::string_view left = text.bytes; !left.empty();) {
    const size_t size = std::min(left.find('\n'), left.size() - 1) + 1;
    visit(WithoutLineEnd(left.substr(0, size)));
    left.remove_prefix(size);
  }
}

// Finds the ends of records in a text, from left to right. Not safe for use by two threads at once.
class RecordEnds {
 public:
  // Begins a text. A text that continues the one before must be the next one.
  void Begin(const Text& text) {
    line_ = 0;
    if (text.continues) return;
    line_end_ = 0;
    record_end_ = 0;
    position_ = text.record_position;
  }

  // Whether a record ends at a byte of the text. Must be called for each line end, in order.
  bool EndsAt(const Text& text, size_t at) {
    if (at >= text.bytes.size() || text.bytes[at] != '\n') return false;
    // Folding keeps line ends.
    line_ = text.original.empty() ? at + 1 : text.original.find('\n', line_) + 1;
    if (text.parsed != nullptr) {
      if (text.parsed->ends[record_end_] != line_end_++) return false;
      ++record_end_;
    }
    position_ = text.position + line_;
    return true;
  }

  // The position of the current record, if the sweep tells positions.
  uint64_t position() const { return position_; }

 private:
  size_t line_ = 0;        // where the current line begins in the text before folding
  uint32_t line_end_ = 0;  // the number of the next line end in the block's text
  size_t record_end_ = 0;  // index of the next element of text.parsed->ends
  uint64_t position_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_RECORDS_H_
