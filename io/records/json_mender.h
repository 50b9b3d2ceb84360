// JSON that is valid, or valid but for some bytes, and that simdjson refuses all the same.
//
// Refused are numbers beyond 64 bits or beyond a double, nesting deeper than 1,024 levels, strings
// with bytes that are not UTF-8, and strings with surrogates that are not in pairs. None of these
// is a reason to lose a text.
#ifndef CIKU_IO_RECORDS_JSON_MENDER_H_
#define CIKU_IO_RECORDS_JSON_MENDER_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace ciku {

// A JSON text that simdjson takes.
struct MendedJson {
  // Numbers are 0. A placeholder, a character that the text does not have, stands for each byte
  // that is not UTF-8 and for each lone surrogate. What is no JSON is no JSON here, either.
  std::string text;
  std::string placeholder;
  size_t depth = 0;  // the deepest nesting
};

// O(size).
MendedJson MendJson(std::string_view json);

// Puts a byte that is not valid UTF-8 (0xFF) in place of each placeholder.
std::string WithBadBytes(const MendedJson& mended, std::string_view string);

// Appends a text as a JSON string, in quotes. Bytes that are not valid UTF-8 stay as they are, so
// that only MendJson makes JSON of it again.
void AppendJsonString(std::string_view text, std::string* out);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_JSON_MENDER_H_
