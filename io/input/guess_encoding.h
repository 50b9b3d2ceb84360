// Tells the encoding of a text from its bytes.
#ifndef CIKU_IO_INPUT_GUESS_ENCODING_H_
#define CIKU_IO_INPUT_GUESS_ENCODING_H_

#include <cstddef>
#include <string_view>

namespace ciku {

// Returns the name of the encoding whose byte-order mark the text begins with, as iconv knows it,
// or null if it begins with none: UTF-8, UTF-16LE, UTF-16BE, UTF-32LE or UTF-32BE.
const char* EncodingByMark(std::string_view head);

// Returns the name of the encoding that the text switches to by an escape sequence, or null:
// ISO-2022-JP or ISO-2022-KR.
const char* EncodingByEscapes(std::string_view head);

// Whether a stretch of text, which may begin and end inside characters, is UTF-8. Single bytes that
// are not valid do not matter: text in another encoding has many of them. O(size).
bool LooksLikeUtf8(std::string_view sample);

// Returns the name of the encoding that a text which is not UTF-8 has: GB18030 or Big5, or null if
// it seems to be neither: if it is valid in neither, or if hardly half of the characters are among
// the common ones, which both encodings keep together. Many texts are valid in both; then the one
// wins in which more characters are common. `sample` begins where a character begins and may end
// inside one. O(size).
const char* GuessChineseEncoding(std::string_view sample);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_GUESS_ENCODING_H_
