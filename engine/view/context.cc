#include "engine/view/context.h"

#include <algorithm>

#include "engine/text/display_width.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// The character, or the invalid byte, that ends the text, which is not empty.
Decoded LastSymbol(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (size_t size = 1; size <= std::min<size_t>(4, text.size()); ++size) {
    const Decoded decoded = DecodeUtf8(end - size, end);
    if (decoded.scalar != kInvalid && decoded.size == size) return decoded;
  }
  return {kInvalid, 1};
}

Decoded FirstSymbol(std::string_view text) {
  return DecodeUtf8(text.data(), text.data() + text.size());
}

// Counts characters until they take too much room.
class Room {
 public:
  explicit Room(size_t columns) : columns_(columns), characters_(2 * columns) {}

  // Whether there is room for one more.
  bool Takes(char32_t scalar) {
    const size_t width = DisplayWidth(scalar == kInvalid ? kReplacement : scalar);
    if (characters_ == 0 || width > columns_) return false;
    --characters_;
    columns_ -= width;
    return true;
  }

 private:
  size_t columns_;
  size_t characters_;
};

}  // namespace

Context ContextOf(std::string_view record, size_t begin, size_t end, size_t columns) {
  size_t left = begin;
  Room before(columns);
  while (left > 0) {
    const Decoded symbol = LastSymbol(record.substr(0, left));
    if (!before.Takes(symbol.scalar)) break;
    left -= symbol.size;
  }
  size_t right = end;
  Room behind(columns);
  while (right < record.size()) {
    const Decoded symbol = FirstSymbol(record.substr(right));
    if (!behind.Takes(symbol.scalar)) break;
    right += symbol.size;
  }
  return {record.substr(left, begin - left), record.substr(end, right - end)};
}

}  // namespace ciku
