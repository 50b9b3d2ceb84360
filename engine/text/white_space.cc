#include "engine/text/white_space.h"

#include <unicode/uchar.h>

#include "io/utf8.h"

namespace ciku {
bool IsWhiteSpace(char32_t symbol) {
  return symbol != kInvalid && u_isUWhiteSpace(static_cast<UChar32>(symbol)) != 0;
}

bool IsAllWhiteSpace(std::string_view text) {
  const auto is_other = [](char32_t symbol) { return !IsWhiteSpace(symbol); };
  return FindSymbol(text, is_other) == text.data() + text.size();
}

}  // namespace ciku
