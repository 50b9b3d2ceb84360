#include "io/input/json_look.h"

#include <simdjson.h>

#include <algorithm>

#include "io/ascii.h"
#include "io/records/json_mender.h"
#include "io/streams/byte_stream.h"

namespace ciku {
namespace {

constexpr std::string_view kJsonSpace = " \t\r\n";

// Whether a text goes on like an object behind its "{": with a key and a colon, or with "}".
bool GoesOnLikeObject(std::string_view text) {
  text = WithoutStart(text, kJsonSpace);
  if (text.starts_with('}')) return true;
  if (!text.starts_with('"')) return false;
  size_t at = 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  if (at >= text.size()) return true;  // a long key
  text = WithoutStart(text.substr(at + 1), kJsonSpace);
  return text.empty() || text.front() == ':';
}

bool GoesOnLikeArray(std::string_view text) {
  text = WithoutStart(text, kJsonSpace);
  if (text.starts_with('{')) return GoesOnLikeObject(text.substr(1));
  return text.empty() || text.starts_with('"') || text.starts_with(']') || text.starts_with('[');
}

bool GoesOnWithObject(std::string_view text) {
  text = WithoutStart(text, kJsonSpace);
  return text.starts_with('{') && GoesOnLikeObject(text.substr(1));
}

bool IsJson(std::string_view line) {
  const MendedJson mended = MendJson(line);
  simdjson::dom::parser parser;
  if (parser.allocate(mended.text.size(), mended.depth + 1)) return false;
  return parser.parse(mended.text).error() == simdjson::SUCCESS;
}

}  // namespace

JsonLook LookForJson(std::string_view head, bool whole) {
  const std::string_view text = WithoutStart(WithoutMark(head), kJsonSpace);
  if (text.empty()) return JsonLook::kNone;
  const bool object = text.front() == '{' && GoesOnLikeObject(text.substr(1));
  const bool array = text.front() == '[' && GoesOnLikeArray(text.substr(1));
  if (!object && !array) return JsonLook::kNone;
  const JsonLook lines = object                             ? JsonLook::kLines
                         : GoesOnWithObject(text.substr(1)) ? JsonLook::kArrays
                                                            : JsonLook::kNone;
  const size_t end = text.find('\n');
  if (end == text.npos && !whole) return lines;  // a long line
  const std::string_view line = text.substr(0, end);
  if (IsJson(line)) return lines;
  // A line that ends like a value is one that is broken. Otherwise the value goes on.
  const size_t last = line.find_last_not_of(kJsonSpace);
  const bool ends = line[last] == (object ? '}' : ']');
  const bool more = end != text.npos && !WithoutStart(text.substr(end), kJsonSpace).empty();
  return ends || !more ? lines : JsonLook::kDocument;
}

}  // namespace ciku
