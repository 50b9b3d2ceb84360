#include "engine/text/run_decoder.h"

#include <fmt/format.h>

#include "io/error.h"

namespace ciku {
namespace {

// Where the first byte is that is not valid UTF-8; there is one.
size_t FirstInvalid(std::string_view text) {
  const char* const end = text.data() + text.size();
  const char* at = text.data();
  for (Decoded decoded; (decoded = DecodeUtf8(at, end)).scalar != kInvalid;) at += decoded.size;
  return static_cast<size_t>(at - text.data());
}

// At the first of a text's invalid bytes.
[[noreturn]] void ThrowInvalid(const Text& text, const char* at) {
  // Normalising leaves invalid bytes what they are, and in their order.
  const size_t place = text.original.empty() ? static_cast<size_t>(at - text.bytes.data())
                                             : FirstInvalid(text.original);
  throw InputError(
      fmt::format("{}: invalid UTF-8 (byte 0x{:02X}); name the --encoding, mend the file, or "
                  "leave out --strict",
                  text.origin.Describe(place), static_cast<unsigned char>(*at)));
}

}  // namespace

Decoded RunDecoder::DecodeRare(const Text& text, const char* at) {
  const char* const end = text.bytes.data() + text.bytes.size();
  const Decoded decoded = DecodeUtf8(at, end);
  if (decoded.scalar == U'\r' && EndsLine(text, at)) return {kSeparator, 1};
  if (decoded.scalar != kInvalid) return {symbols_.ids()[decoded.scalar], decoded.size};
  ++invalid_bytes_;
  if (strict_) ThrowInvalid(text, at);
  return {kSeparator, 1};
}

bool RunDecoder::EndsLine(const Text& text, const char* carriage_return) const {
  const char* const next = carriage_return + 1;
  if (next < text.bytes.data() + text.bytes.size()) return *next == '\n';
  return !text.joined_to_next && !text.line_goes_on;
}

}  // namespace ciku
