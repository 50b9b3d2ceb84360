#include "io/records/header_fields.h"

#include <algorithm>

#include "io/ascii.h"

namespace ciku {
namespace {

// Takes the first line off `bytes` and returns it without its end.
std::string_view TakeHeaderLine(std::string_view* bytes) {
  const size_t end = std::min(bytes->find('\n'), bytes->size());
  std::string_view line = bytes->substr(0, end);
  bytes->remove_prefix(std::min(end + 1, bytes->size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool IsFolded(std::string_view line) { return line.starts_with(' ') || line.starts_with('\t'); }

bool IsField(std::string_view line, std::string_view name) {
  const std::string_view found = WithoutBlanks(line.substr(0, line.find(':')));
  return line.size() > found.size() && EqualIgnoringCase(found, name);
}

}  // namespace

size_t HeaderSize(std::string_view bytes) {
  for (size_t begin = 0;;) {
    const size_t end = bytes.find('\n', begin);
    if (end == bytes.npos) return 0;
    if (end == begin || (end == begin + 1 && bytes[begin] == '\r')) return end + 1;
    begin = end + 1;
  }
}

std::optional<std::string> FieldOf(std::string_view header, std::string_view name) {
  TakeHeaderLine(&header);
  while (!header.empty()) {
    const std::string_view line = TakeHeaderLine(&header);
    if (IsFolded(line) || !IsField(line, name)) continue;
    std::string value(WithoutBlanks(line.substr(line.find(':') + 1)));
    while (IsFolded(header)) {
      const std::string_view more = WithoutBlanks(TakeHeaderLine(&header));
      if (!value.empty() && !more.empty()) value += ' ';
      value += more;
    }
    return value;
  }
  return std::nullopt;
}

MediaType ParseMediaType(std::string_view value) {
  const std::string lower = LowerCase(value);
  std::string_view rest = lower;
  const auto take = [&] {
    const size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view part = WithoutBlanks(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
  };
  MediaType type{.name = std::string(take()), .charset = {}};
  while (!rest.empty() && type.charset.empty()) {
    const std::string_view parameter = take();
    const size_t equals = parameter.find('=');
    if (equals == parameter.npos || WithoutBlanks(parameter.substr(0, equals)) != "charset") {
      continue;
    }
    std::string_view charset = WithoutBlanks(parameter.substr(equals + 1));
    for (const char quote : {'"', '\''}) {
      if (charset.starts_with(quote)) charset.remove_prefix(1);
      if (charset.ends_with(quote)) charset.remove_suffix(1);
    }
    type.charset = charset;
  }
  return type;
}

}  // namespace ciku
