// JSON lines: each line is a value, and some of its fields hold texts.
#ifndef CIKU_IO_RECORDS_JSON_RECORDS_H_
#define CIKU_IO_RECORDS_JSON_RECORDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/records/json_path.h"
#include "io/records/record_format.h"
#include "io/text.h"

namespace ciku {

// The fields of JSON lines that hold texts.
struct JsonFields {
  std::vector<JsonPath> paths;
  // If given, all texts of a line are one record, with this text between them. Otherwise each is a
  // record of its own.
  std::optional<std::string> join;
};

// Takes the texts in the fields of each line of `lines`, in the order of `fields`. A null is an
// empty text. Blank lines are ignored. Bytes that are not valid UTF-8, and surrogates that are not
// in pairs, become 0xFF.
// A line is bad if it is not JSON, has none of the fields or holds something other than a text in
// one. Bad lines are counted if `skip_bad`; otherwise the first one throws InputError, which names
// its place.
RecordCounts ParseJsonLines(const Text& lines, const JsonFields& fields, bool skip_bad,
                            const TakeText& take);

// Appends {"text":"..."} and a line end: a JSON line with the text in the default field. Bytes that
// are not valid UTF-8 are kept, so that the line is not quite JSON, and mean the same when they are
// read back.
void AppendJsonLine(std::string_view text, std::string* out);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_JSON_RECORDS_H_
