// How many columns text takes on a terminal.
#ifndef CIKU_ENGINE_TEXT_DISPLAY_WIDTH_H_
#define CIKU_ENGINE_TEXT_DISPLAY_WIDTH_H_

#include <cstddef>
#include <string_view>

namespace ciku {

// Two for a wide character (Unicode Standard Annex 11), none for a mark above or below another
// character, one for any other.
size_t DisplayWidth(char32_t scalar);

// The sum for a text; a byte that is not valid UTF-8 counts as a character of one column.
size_t DisplayWidth(std::string_view text);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_DISPLAY_WIDTH_H_
