#include "engine/text/display_width.h"

#include <unicode/uchar.h>

#include "io/utf8.h"

namespace ciku {

size_t DisplayWidth(char32_t scalar) {
  if (scalar < 0x300) return 1;                        // before the first mark
  if (scalar >= 0x4E00 && scalar <= 0x9FFF) return 2;  // Chinese characters
  if (scalar >= 0x3001 && scalar <= 0x3029) return 2;  // their punctuation
  if (scalar >= 0xFF01 && scalar <= 0xFF60) return 2;  // full-width forms
  const auto character = static_cast<UChar32>(scalar);
  switch (u_charType(character)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  ForEachSymbol(text, [&](char32_t symbol, std::string_view) {
    width += DisplayWidth(symbol == kInvalid ? kReplacement : symbol);
  });
  return width;
}

}  // namespace ciku
