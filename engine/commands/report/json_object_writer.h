// Writes a JSON object, member after member: long lists need not be in memory.
#ifndef CIKU_ENGINE_COMMANDS_REPORT_JSON_OBJECT_WRITER_H_
#define CIKU_ENGINE_COMMANDS_REPORT_JSON_OBJECT_WRITER_H_

#include <cstddef>
#include <functional>
#include <string>

#include "io/json.h"
#include "io/output/text_output.h"

namespace ciku {

// Names of files may be any bytes, and JSON is UTF-8: in place of a string that is not valid, an
// object is written that has the string as "text", with U+FFFD for each invalid byte, and all its
// bytes as "hex", two digits each. Not safe for use by two threads at once.
class JsonObjectWriter {
 public:
  // Begins an object. All functions throw as TextOutput::Write does.
  explicit JsonObjectWriter(TextOutput* output);

  void Member(const std::string& name, const Json& value);

  // Adds an array of the values at(0) to at(size - 1), each on one line.
  void List(const std::string& name, size_t size, const std::function<Json(size_t)>& at);

  // Ends the object and the line.
  void End();

 private:
  void Begin(const std::string& name);

  TextOutput* const output_;
  bool any_ = false;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_REPORT_JSON_OBJECT_WRITER_H_
