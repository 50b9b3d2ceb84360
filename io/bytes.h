// Converts numbers to and from bytes, which are little-endian in all of ciku's formats.
#ifndef CIKU_IO_BYTES_H_
#define CIKU_IO_BYTES_H_

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

namespace ciku {

static_assert(std::endian::native == std::endian::little, "formats are written as in memory");

template <typename Number>
Number LoadNumber(const char* bytes) {
  Number number;
  std::memcpy(&number, bytes, sizeof(number));
  return number;
}

template <typename Number>
void AppendNumber(Number number, std::string* out) {
  char bytes[sizeof(number)];
  std::memcpy(bytes, &number, sizeof(number));
  out->append(bytes, sizeof(bytes));
}

// Appends `number` in LEB128: seven bits a byte, low bits first, the high bit set on all bytes but
// the last.
inline void AppendVarint(uint64_t number, std::string* out) {
  while (number >= 0x80) {
    out->push_back(static_cast<char>(number | 0x80));
    number >>= 7;
  }
  out->push_back(static_cast<char>(number));
}

// Reads a varint at *position and moves *position past it. Returns false if the bytes end before
// the varint does or the number does not fit in 64 bits.
inline bool ReadVarint(const char** position, const char* end, uint64_t* number) {
  uint64_t value = 0;
  for (int shift = 0; shift < 64 && *position < end; shift += 7) {
    const auto byte = static_cast<unsigned char>(*(*position)++);
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) {
      *number = value;
      return shift < 63 || byte <= 1;
    }
  }
  return false;
}

}  // namespace ciku

#endif  // CIKU_IO_BYTES_H_
