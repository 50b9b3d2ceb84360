// Bytes of text that are no UTF-8.
#ifndef CIKU_ENGINE_TEXT_INVALID_UTF8_H_
#define CIKU_ENGINE_TEXT_INVALID_UTF8_H_

#include <cstdint>

#include "io/block.h"

namespace ciku {

// Throws InputError: the byte at `at`, the first of its kind in the text, is no UTF-8.
[[noreturn]] void ThrowInvalid(const Text& text, const char* at);

// How many bytes of a text are not part of a valid encoding of a Unicode scalar value. Throws
// InputError at the first where `strict`.
uint64_t CountInvalid(const Text& text, bool strict);

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_INVALID_UTF8_H_
