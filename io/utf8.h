// Decodes and encodes UTF-8 one character at a time (Unicode 15, section 3.9, table 3-7).
#ifndef CIKU_IO_UTF8_H_
#define CIKU_IO_UTF8_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ciku {

constexpr char32_t kMaxScalar = 0x10FFFF;
constexpr char32_t kInvalid = 0xFFFFFFFF;
// Replaces bytes that are not valid UTF-8 in output.
constexpr char32_t kReplacement = 0xFFFD;

// A decoded character. `size` is the number of bytes that it took; an invalid byte takes 1.
struct Decoded {
  char32_t scalar;
  size_t size;
};

// Decodes the character at `begin`, which must be less than `end`. The scalar is kInvalid if the
// bytes there are not a complete and valid encoding of a Unicode scalar value.
inline Decoded DecodeUtf8(const char* begin, const char* end) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(begin[i]); };
  const auto follows = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const auto bits = [&](size_t i) { return static_cast<char32_t>(byte(i) & 0x3F); };
  const auto left = static_cast<size_t>(end - begin);
  const char32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead >= 0xC2 && lead < 0xE0 && left >= 2 && follows(1)) {
    return {(lead & 0x1F) << 6 | bits(1), 2};
  }
  if ((lead & 0xF0) == 0xE0 && left >= 3 && follows(1) && follows(2)) {
    const char32_t scalar = (lead & 0x0F) << 12 | bits(1) << 6 | bits(2);
    const bool surrogate = scalar >= 0xD800 && scalar < 0xE000;
    if (scalar >= 0x800 && !surrogate) return {scalar, 3};
  }
  if ((lead & 0xF8) == 0xF0 && left >= 4 && follows(1) && follows(2) && follows(3)) {
    const char32_t scalar = (lead & 0x07) << 18 | bits(1) << 12 | bits(2) << 6 | bits(3);
    if (scalar >= 0x10000 && scalar <= kMaxScalar) return {scalar, 4};
  }
  return {kInvalid, 1};
}

// The fast path for characters of three bytes, nearly all of Chinese. `word` is the first three
// bytes of a text and a fourth, as a little-endian number. Whether the bytes have the form 1110xxxx
// 10xxxxxx 10xxxxxx, the value that they encode then, and whether such a value needs three bytes
// and is no surrogate.
constexpr bool HasFormOfThree(uint32_t word) { return (word & 0x00C0C0F0) == 0x008080E0; }
constexpr char32_t ScalarOfThree(uint32_t word) {
  return (word & 0x0F) << 12 | (word >> 2 & 0x0FC0) | (word >> 16 & 0x3F);
}
constexpr bool NeedsThree(char32_t scalar) { return scalar >= 0x800 && (scalar >> 11) != 0x1B; }

// Calls visit(scalar, bytes) for every character of the text, and for every invalid byte, whose
// scalar is kInvalid.
template <typename Visit>
void ForEachSymbol(std::string_view text, const Visit& visit) {
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    const Decoded decoded = DecodeUtf8(at, end);
    visit(decoded.scalar, std::string_view(at, decoded.size));
    at += decoded.size;
  }
}

// Returns the first character of the text for which wanted(scalar) is true, or the end of the text
// if there is none. Every invalid byte counts as a character whose scalar is kInvalid.
template <typename Wanted>
const char* FindSymbol(std::string_view text, const Wanted& wanted) {
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    const Decoded decoded = DecodeUtf8(at, end);
    if (wanted(decoded.scalar)) return at;
    at += decoded.size;
  }
  return end;
}

// The number of characters in a text of valid UTF-8.
inline size_t CountSymbols(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// Appends a Unicode scalar value in UTF-8.
inline void AppendUtf8(char32_t scalar, std::string* out) {
  const auto tail = [&](unsigned shift) {
    out->push_back(static_cast<char>(0x80 | ((scalar >> shift) & 0x3F)));
  };
  if (scalar < 0x80) {
    out->push_back(static_cast<char>(scalar));
  } else if (scalar < 0x800) {
    out->push_back(static_cast<char>(0xC0 | (scalar >> 6)));
    tail(0);
  } else if (scalar < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | (scalar >> 12)));
    tail(6);
    tail(0);
  } else {
    out->push_back(static_cast<char>(0xF0 | (scalar >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

// Appends a text in which every invalid byte is replaced by U+FFFD. Returns how many symbols were
// appended.
inline size_t AppendValidUtf8(std::string_view text, std::string* out) {
  size_t symbols = 0;
  ForEachSymbol(text, [&](char32_t symbol, std::string_view bytes) {
    ++symbols;
    if (symbol == kInvalid) {
      AppendUtf8(kReplacement, out);
    } else {
      out->append(bytes);
    }
  });
  return symbols;
}

}  // namespace ciku

#endif  // CIKU_IO_UTF8_H_
