// Bytes of a text that are not valid UTF-8.
#ifndef CIKU_ENGINE_TEXT_INVALID_UTF8_H_
#define CIKU_ENGINE_TEXT_INVALID_UTF8_H_

#include <cstdint>
#include <string_view>

#include "io/text.h"

namespace ciku {

// Throws the InputError for the byte at `at`, which must be the first invalid byte of the text.
[[noreturn]] void ThrowInvalid(const Text& text, const char* at);

// Returns how many bytes of a text are not part of a valid encoding of a Unicode scalar value. If
// `strict`, throws InputError at the first such byte.
uint64_t CountInvalid(const Text& text, bool strict);

// Whether all bytes are part of a valid encoding of Unicode scalar values.
bool IsValidUtf8(std::string_view bytes);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_INVALID_UTF8_H_
