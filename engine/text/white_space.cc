#include "engine/text/white_space.h"

#include <unicode/uchar.h>

#include "engine/text/utf8.h"

namespace ciku {
namespace {

// Whether a symbol that begins with this byte cannot be white space. All white space is in
// U+0000-00A0 and U+1680-3000, so the first byte is enough to decide for nearly every text.
bool BeginsOther(char byte) {
  const auto first = static_cast<unsigned char>(byte);
  return first >= 0xE4 || (first > 0x20 && first < 0x80);
}

}  // namespace

bool IsWhiteSpace(char32_t symbol) {
  return symbol != kInvalid && u_isUWhiteSpace(static_cast<UChar32>(symbol)) != 0;
}

bool IsOnlyWhiteSpace(std::string_view text) {
  if (!text.empty() && BeginsOther(text.front())) return false;
  const auto is_other = [](char32_t symbol) { return !IsWhiteSpace(symbol); };
  return FindSymbol(text, is_other) == text.data() + text.size();
}

bool HoldsWhiteSpace(std::string_view text) {
  return FindSymbol(text, IsWhiteSpace) != text.data() + text.size();
}

}  // namespace ciku
