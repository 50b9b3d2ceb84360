// JSON lines: one object a line, one of whose fields is a text.
#ifndef CIKU_IO_JSON_RECORDS_H_
#define CIKU_IO_JSON_RECORDS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "io/block.h"

namespace ciku {

// What became of some JSON lines.
struct JsonCounts {
  uint64_t records = 0;
  uint64_t bad = 0;
};

// Splits "a.b.c" at its dots.
std::vector<std::string> SplitFieldPath(const std::string& field);

// Calls record(text) with the text in `field` of each line of `lines`. Empty lines are no records.
// A line that is no JSON object, has no such field or another kind of value there is counted as
// bad if `skip_bad`; otherwise it throws InputError with its place.
JsonCounts ExtractField(const Text& lines, const std::vector<std::string>& field, bool skip_bad,
                        const std::function<void(std::string_view)>& record);

// Appends {"text":"..."} and a line end: a line whose default field is `text`, valid UTF-8.
void AppendJsonLine(std::string_view text, std::string* out);

}  // namespace ciku

#endif  // CIKU_IO_JSON_RECORDS_H_
