// White space as defined by Unicode.
#ifndef CIKU_ENGINE_TEXT_WHITE_SPACE_H_
#define CIKU_ENGINE_TEXT_WHITE_SPACE_H_

#include <string_view>

namespace ciku {

// Whether a symbol has the Unicode property White_Space; false for kInvalid.
bool IsWhiteSpace(char32_t symbol);

// Whether a symbol that begins with this byte cannot be white space. All white space is in
// U+0000-00A0 and U+1680-3000, so the first byte is enough to decide for nearly every text.
constexpr bool BeginsOther(char byte) {
  const auto first = static_cast<unsigned char>(byte);
  return first >= 0xE4 || (first > 0x20 && first < 0x80);
}

// Whether a text in UTF-8 is nothing but white space.
bool IsAllWhiteSpace(std::string_view text);
inline bool IsOnlyWhiteSpace(std::string_view text) {
  return (text.empty() || !BeginsOther(text.front())) && IsAllWhiteSpace(text);
}

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_WHITE_SPACE_H_
