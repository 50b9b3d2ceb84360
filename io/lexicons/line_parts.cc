#include "io/lexicons/line_parts.h"

#include <algorithm>
#include <charconv>

#include "io/ascii.h"
#include "io/blanks.h"
#include "io/lexicons/part_of_speech.h"

namespace ciku {
std::optional<uint64_t> WholeNumber(std::string_view text) {
  uint64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc() || rest != end || text.empty()) return std::nullopt;
  return count;
}

bool LooksLikeNumber(std::string_view text) {
  if (text.starts_with("\xEF\xBC")) {  // full-width digits are U+FF10-FF19
    return text.size() >= 3 && static_cast<unsigned char>(text[2]) >= 0x90 &&
           static_cast<unsigned char>(text[2]) <= 0x99 &&
           (text.size() == 3 || LooksLikeNumber(text.substr(3)));
  }
  const auto take_sign = [&] {
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  };
  const auto take_digits = [&] {
    const auto* const end = std::find_if_not(text.begin(), text.end(), IsAsciiDigit);
    const auto size = static_cast<size_t>(end - text.begin());
    text.remove_prefix(size);
    return size > 0;
  };
  take_sign();
  bool any = take_digits();
  while (text.starts_with('.') || text.starts_with(',')) {
    text.remove_prefix(1);
    any = take_digits() || any;
  }
  if (any && (text.starts_with('e') || text.starts_with('E'))) {
    text.remove_prefix(1);
    take_sign();
    any = take_digits();
  }
  if (text.starts_with('%')) text.remove_prefix(1);
  return any && text.empty();
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

bool AreWordAndTags(const std::vector<std::string_view>& parts, bool* counted) {
  bool after_tag = false;
  for (size_t i = 1; i < parts.size(); ++i) {
    const bool number = LooksLikeNumber(parts[i]);
    if (number ? !after_tag : !IsKnownTag(parts[i])) return false;
    *counted = *counted || number;
    after_tag = !number;
  }
  return parts.size() > 1;
}

bool HasInnerCount(const std::vector<std::string_view>& parts) {
  return parts.size() > 3 && !IsAscii(parts[0]) && LooksLikeNumber(parts[1]);
}

std::vector<std::string_view> SplitAtTabs(std::string_view line) {
  std::vector<std::string_view> fields = SplitAt(line, '\t');
  for (std::string_view& field : fields) field = Trimmed(field);
  std::erase(fields, std::string_view());
  return fields;
}

}  // namespace ciku
