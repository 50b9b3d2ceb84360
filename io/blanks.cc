#include "io/blanks.h"

#include <algorithm>

namespace ciku {
namespace {

// Returns how many bytes the blank takes with which the text begins; 0 if there is none.
size_t BlankAtBegin(std::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return first == ' ' || (first >= 0x09 && first <= 0x0D) ? 1 : 0;
  if (text.size() < 2) return 0;
  if (first == 0xC2) return byte(1) == 0x85 || byte(1) == 0xA0 ? 2 : 0;
  if (text.size() < 3) return 0;
  const unsigned last = byte(1) << 8 | byte(2);
  switch (first) {
    case 0xE1:
      return last == 0x9A80 ? 3 : 0;  // U+1680
    case 0xE2:                        // U+2000-200B, U+2028, U+2029, U+202F, U+205F, U+2060
      return (last >= 0x8080 && last <= 0x808B) || last == 0x80A8 || last == 0x80A9 ||
                     last == 0x80AF || last == 0x819F || last == 0x81A0
                 ? 3
                 : 0;
    case 0xE3:
      return last == 0x8080 ? 3 : 0;  // U+3000
    case 0xEF:
      return last == 0xBBBF ? 3 : 0;  // U+FEFF
    default:
      return 0;
  }
}

// The same at the end.
size_t BlankAtEnd(std::string_view text) {
  for (size_t size = 1; size <= std::min<size_t>(3, text.size()); ++size) {
    if (BlankAtBegin(text.substr(text.size() - size)) == size) return size;
  }
  return 0;
}

// Returns the place of the first blank; the end of the text if it holds none.
size_t FindBlank(std::string_view text) {
  size_t at = 0;
  while (at < text.size() && BlankAtBegin(text.substr(at)) == 0) ++at;
  return at;
}

std::string_view WithoutLeadingBlanks(std::string_view text) {
  while (const size_t size = BlankAtBegin(text)) text.remove_prefix(size);
  return text;
}

}  // namespace

std::string_view Trimmed(std::string_view text) {
  text = WithoutLeadingBlanks(text);
  while (const size_t size = BlankAtEnd(text)) text.remove_suffix(size);
  return text;
}

bool HoldsBlank(std::string_view text) { return FindBlank(text) < text.size(); }

std::vector<std::string_view> SplitAtBlanks(std::string_view text) {
  std::vector<std::string_view> parts;
  for (text = WithoutLeadingBlanks(text); !text.empty(); text = WithoutLeadingBlanks(text)) {
    parts.push_back(text.substr(0, FindBlank(text)));
    text.remove_prefix(parts.back().size());
  }
  return parts;
}

std::vector<std::string_view> SplitAt(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace ciku
