// White space, as Unicode has it.
#ifndef CIKU_ENGINE_TEXT_WHITE_SPACE_H_
#define CIKU_ENGINE_TEXT_WHITE_SPACE_H_

#include <string_view>

namespace ciku {

// Whether a symbol has Unicode's property White_Space; kInvalid has not.
bool IsWhiteSpace(char32_t symbol);

// Whether a text in UTF-8 is of nothing else, and whether there is any in it.
bool IsOnlyWhiteSpace(std::string_view text);
bool HoldsWhiteSpace(std::string_view text);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_WHITE_SPACE_H_
