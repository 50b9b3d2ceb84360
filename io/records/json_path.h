// Paths to the texts in a JSON value.
//
//   path  := steps ("." steps)*
//   steps := key "[]"*  |  "[]"+
//   key   := characters other than . [ ] " '  |  a quoted key, "a.b" or 'a.b'
//
// A key leads into an object, [] to every element of an array: paragraphs[].text.
#ifndef CIKU_IO_RECORDS_JSON_PATH_H_
#define CIKU_IO_RECORDS_JSON_PATH_H_

#include <optional>
#include <string>
#include <vector>

namespace ciku {

// A step is a key, or nothing for every element of an array.
using JsonPath = std::vector<std::optional<std::string>>;

// Throws UsageError if `text` is not a path.
JsonPath ParseJsonPath(const std::string& text);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_JSON_PATH_H_
