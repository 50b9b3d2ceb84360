#include "engine/text/invalid_utf8.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <string_view>

#include "engine/text/utf8.h"
#include "io/error.h"

namespace ciku {
namespace {

// The first byte from `at` on that is not valid UTF-8, or the end.
const char* NextInvalid(const char* at, const char* end) {
  while (at < end) {
    const Decoded decoded = DecodeUtf8(at, end);
    if (decoded.scalar == kInvalid) break;
    at += decoded.size;
  }
  return at;
}

size_t FirstInvalid(std::string_view text) {
  return static_cast<size_t>(NextInvalid(text.data(), text.data() + text.size()) - text.data());
}

}  // namespace

void ThrowInvalid(const Text& text, const char* at) {
  // Normalising leaves invalid bytes what they are, and in their order.
  const size_t place = text.original.empty() ? static_cast<size_t>(at - text.bytes.data())
                                             : FirstInvalid(text.original);
  throw InputError(
      fmt::format("{}: invalid UTF-8 (byte 0x{:02X}); name the --encoding, mend the file, or "
                  "leave out --strict",
                  text.origin.Describe(place), static_cast<unsigned char>(*at)));
}

uint64_t CountInvalid(const Text& text, bool strict) {
  if (simdjson::validate_utf8(text.bytes.data(), text.bytes.size())) return 0;
  uint64_t count = 0;
  const char* const end = text.bytes.data() + text.bytes.size();
  for (const char* at = NextInvalid(text.bytes.data(), end); at < end;
       at = NextInvalid(at + 1, end)) {
    if (strict) ThrowInvalid(text, at);
    ++count;
  }
  return count;
}

}  // namespace ciku
