#include "engine/text/run_decoder.h"

#include "engine/text/invalid_utf8.h"

namespace ciku {
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
