// JSON lines: each line is an object, and one of its fields holds a text.
#ifndef CIKU_IO_JSON_RECORDS_H_
#define CIKU_IO_JSON_RECORDS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "io/block.h"

namespace ciku {

// How many JSON lines are records and how many are bad.
struct JsonCounts {
  uint64_t records = 0;
  uint64_t bad = 0;
};

// Splits a path to a nested field, such as "a.b.c", at its dots.
std::vector<std::string> SplitFieldPath(const std::string& field);

// Calls record(text) with the text in `field` of each line of `lines`. Blank lines are ignored. A
// line is bad if it is not a JSON object, does not have the field or holds something other than a
// text there. Bad lines are counted if `skip_bad`; otherwise the first one throws InputError, which
// names its place.
JsonCounts ExtractField(const Text& lines, const std::vector<std::string>& field, bool skip_bad,
                        const std::function<void(std::string_view)>& record);

// Appends {"text":"..."} and a line end: a JSON line with the text in the default field. `text`
// must be valid UTF-8.
void AppendJsonLine(std::string_view text, std::string* out);

}  // namespace ciku

#endif  // CIKU_IO_JSON_RECORDS_H_
