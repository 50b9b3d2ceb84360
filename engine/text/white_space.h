// White space as defined by Unicode.
#ifndef CIKU_ENGINE_TEXT_WHITE_SPACE_H_
#define CIKU_ENGINE_TEXT_WHITE_SPACE_H_

#include <string_view>

namespace ciku {

// Whether a symbol has the Unicode property White_Space; false for kInvalid.
bool IsWhiteSpace(char32_t symbol);

// Whether a text in UTF-8 is nothing but white space, and whether it contains any.
bool IsOnlyWhiteSpace(std::string_view text);
bool HoldsWhiteSpace(std::string_view text);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_WHITE_SPACE_H_
