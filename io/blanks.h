// Blanks in UTF-8 text: the characters that separate columns and are no part of a word at its ends.
//
// They are those of the Unicode property White_Space (blank, tab, U+00A0, U+3000 and others), and
// three that are not seen either: U+200B (zero width space), U+2060 (word joiner) and U+FEFF (a
// byte-order mark, which stands in the middle of files that were put together).
#ifndef CIKU_IO_BLANKS_H_
#define CIKU_IO_BLANKS_H_

#include <cstddef>
#include <string_view>
#include <vector>

namespace ciku {

// Returns the text without the blanks at both ends.
std::string_view Trimmed(std::string_view text);

// Whether the text holds a blank.
bool HoldsBlank(std::string_view text);

// Returns the parts of the text between blanks; several blanks are as one.
std::vector<std::string_view> SplitAtBlanks(std::string_view text);

// Returns the parts of the text between separators. Parts may be empty.
std::vector<std::string_view> SplitAt(std::string_view text, char separator);

}  // namespace ciku

#endif  // CIKU_IO_BLANKS_H_
