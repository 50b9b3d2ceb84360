// Templates as files, as `ciku templates` writes them.
//
//   tsv     template TAB count: words and gaps separated by one space, a gap written [X]
//   jsonl   {"template": [null, "是", null], "count": 12, ...}, a gap being null
//
// A count is a number in digits, of any size, with a point and digits behind it or without: 12,
// 0.250000. It is more than 0. Both are UTF-8, a byte-order mark and carriage returns before line
// ends being no part of the text, and may be compressed as inputs may. Empty lines are passed over.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_FILE_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_FILE_H_

#include <memory>
#include <string>
#include <string_view>

#include "engine/templates/decimal.h"
#include "engine/templates/template.h"
#include "io/line_reader.h"

namespace ciku {

struct TemplateEntry {
  Template pattern;
  Decimal count;
};

// Reads a file of templates line by line. Not safe for use by two threads at once.
class TemplateReader {
 public:
  // The file is one of JSON lines where its first line begins with { and ends with }, which no line
  // does that ends with a count. Throws IoError and InputError.
  explicit TemplateReader(const std::string& path);
  ~TemplateReader();

  // The next entry; false at the end. Throws InputError, naming file and line, where a line does
  // not fit the format or is no template by FaultOf(), and CorruptionError.
  bool Next(TemplateEntry* entry);

  // Where the entry read last is: "PATH: line 12".
  std::string Place() const { return lines_.Place(); }

 private:
  class JsonLines;

  Decimal CountFrom(std::string_view text) const;

  LineReader lines_;
  std::unique_ptr<JsonLines> json_;  // null where the file is not one of them
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_FILE_H_
