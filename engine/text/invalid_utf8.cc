#include "engine/text/invalid_utf8.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <string_view>

#include "io/error.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// The offset of the first byte that is not valid UTF-8; the size of the text if there is none.
size_t FirstInvalid(std::string_view text) {
  const auto is_invalid = [](char32_t symbol) { return symbol == kInvalid; };
  return static_cast<size_t>(FindSymbol(text, is_invalid) - text.data());
}

}  // namespace

void ThrowInvalid(const Text& text, const char* at) {
  // Normalising keeps invalid bytes and their order, so the first one is the same in the original.
  const size_t place = text.original.empty() ? static_cast<size_t>(at - text.bytes.data())
                                             : FirstInvalid(text.original);
  throw InputError(
      fmt::format("{}: invalid UTF-8 (byte 0x{:02X}); name the --encoding, mend the file, or "
                  "leave out --strict",
                  text.Describe(place), static_cast<unsigned char>(*at)));
}

uint64_t CountInvalid(const Text& text, bool strict) {
  if (IsValidUtf8(text.bytes)) return 0;
  uint64_t count = 0;
  ForEachSymbol(text.bytes, [&](char32_t symbol, std::string_view bytes) {
    if (symbol != kInvalid) return;
    if (strict) ThrowInvalid(text, bytes.data());
    ++count;
  });
  return count;
}

bool IsValidUtf8(std::string_view bytes) {
  return simdjson::validate_utf8(bytes.data(), bytes.size());
}

}  // namespace ciku
