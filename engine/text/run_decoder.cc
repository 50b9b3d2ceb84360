#include "engine/text/run_decoder.h"

#include <fmt/format.h>

#include "io/error.h"

namespace ciku {

Decoded RunDecoder::DecodeRare(const Text& text, const char* at) {
  const char* const end = text.bytes.data() + text.bytes.size();
  const Decoded decoded = DecodeUtf8(at, end);
  if (decoded.scalar == U'\r' && EndsLine(text, at)) return {kSeparator, 1};
  if (decoded.scalar != kInvalid) return {symbols_.ids()[decoded.scalar], decoded.size};
  ++invalid_bytes_;
  if (strict_) {
    throw InputError(
        fmt::format("{}: invalid UTF-8 (byte 0x{:02X}); name the --encoding, mend the file, or "
                    "leave out --strict",
                    text.origin.Describe(static_cast<uint64_t>(at - text.bytes.data())),
                    static_cast<unsigned char>(*at)));
  }
  return {kSeparator, 1};
}

bool RunDecoder::EndsLine(const Text& text, const char* carriage_return) const {
  const char* const next = carriage_return + 1;
  if (next < text.bytes.data() + text.bytes.size()) return *next == '\n';
  return !text.joined_to_next;
}

}  // namespace ciku
