#include "io/records/json_fields.h"

#include <algorithm>

#include "io/ascii.h"

namespace ciku {
namespace {

// Returns where the string ends that begins at `at`: behind its closing quote.
size_t EndOfString(std::string_view text, size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

// Returns where the field ends that begins at `at`: at a comma, or at the end of the object.
size_t EndOfField(std::string_view text, size_t at) {
  for (size_t depth = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"') {
      at = EndOfString(text, at);
      continue;
    }
    if (depth == 0 && (c == ',' || c == '}')) break;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at;
  }
  return at;
}

}  // namespace

void ForEachField(std::string_view object, const TakeField& take) {
  for (size_t at = object.find('{'); at < object.size() && object[at] != '}';) {
    const size_t begin = at + 1;
    at = EndOfField(object, begin);
    const std::string_view field = WithoutEnds(object.substr(begin, at - begin), " \t\r\n");
    if (!field.empty()) take(field.substr(1, EndOfString(field, 0) - 2), field);
  }
}

}  // namespace ciku
