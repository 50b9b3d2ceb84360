// Files of templates, in the formats that `ciku templates` writes.
//
//   tsv     template TAB count: words and gaps separated by one space; a gap is [X], and a space in
//   a
//           word (a phrase such as New York) is a no-break space, U+00A0
//   jsonl   {"template": [null, "是", null], "count": 12, ...}; a gap is null
//
// In both, a no-break space in a word is read as a space.
//
// A count is a number above 0 with any number of digits, which a point and more digits may follow:
// 12, 0.250000. Both formats are UTF-8. A byte-order mark and carriage returns before line ends are
// not part of the text. Files may be compressed as inputs may. Empty lines are ignored.
#ifndef CIKU_ENGINE_TEMPLATES_TEMPLATE_FILE_H_
#define CIKU_ENGINE_TEMPLATES_TEMPLATE_FILE_H_

#include <memory>
#include <string>
#include <string_view>

#include "engine/templates/decimal.h"
#include "engine/templates/template.h"
#include "io/streams/line_reader.h"

namespace ciku {

struct TemplateEntry {
  Template pattern;
  Decimal count;
};

// Reads a file of templates line by line. Not safe for use by two threads at once.
class TemplateReader {
 public:
  // The file is read as JSON lines if its first line begins with { and ends with }; a line of tsv
  // ends with a count. Throws IoError and InputError.
  explicit TemplateReader(const std::string& path);
  ~TemplateReader();

  // Reads the next entry; returns false at the end. Throws InputError, naming file and line, if a
  // line does not have the format or FaultOf() finds a fault; CorruptionError if the file is
  // damaged.
  bool Next(TemplateEntry* entry);

  // The place of the last entry: "PATH: line 12".
  std::string Place() const { return lines_.Place(); }

 private:
  class JsonLines;

  Decimal CountFrom(std::string_view text) const;

  LineReader lines_;
  std::unique_ptr<JsonLines> json_;  // null for tsv
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_TEMPLATE_FILE_H_
