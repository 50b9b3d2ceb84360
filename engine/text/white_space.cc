#include "engine/text/white_space.h"

#include <unicode/uchar.h>

#include "engine/text/utf8.h"

namespace ciku {
namespace {

// What a symbol of UTF-8 begins with that is not white space, which is in U+0000-00A0 and
// U+1680-3000: nearly every text is told by such bytes.
bool BeginsOther(char byte) {
  const auto first = static_cast<unsigned char>(byte);
  return first >= 0xE4 || (first > 0x20 && first < 0x80);
}

}  // namespace

bool IsWhiteSpace(char32_t symbol) {
  return symbol != kInvalid && u_isUWhiteSpace(static_cast<UChar32>(symbol)) != 0;
}

bool IsOnlyWhiteSpace(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    if (BeginsOther(*at)) return false;
    const Decoded decoded = DecodeUtf8(at, end);
    if (!IsWhiteSpace(decoded.scalar)) return false;
    at += decoded.size;
  }
  return true;
}

bool HoldsWhiteSpace(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    const Decoded decoded = DecodeUtf8(at, end);
    if (IsWhiteSpace(decoded.scalar)) return true;
    at += decoded.size;
  }
  return false;
}

}  // namespace ciku
