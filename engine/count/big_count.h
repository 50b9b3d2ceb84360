// Counts of any size.
//
// Their entries in runs: varint(2 count) below 2^63, elsewhere varint(2 limbs + 1) and so many
// 64-bit limbs, the lowest first.
#ifndef CIKU_ENGINE_COUNT_BIG_COUNT_H_
#define CIKU_ENGINE_COUNT_BIG_COUNT_H_

#include <boost/multiprecision/cpp_int.hpp>
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/count/entry_codec.h"
#include "io/bytes.h"

namespace ciku {

// 32 bytes up to 2^128; beyond, limbs on the heap besides.
using BigCount = boost::multiprecision::cpp_int;

// What a count takes besides its 32 bytes, in bytes.
inline size_t HeapBytes(const BigCount& count) {
  const size_t limbs = count.backend().size();
  return limbs <= 2 ? 0 : limbs * sizeof(uint64_t);
}

template <>
struct CountCodec<BigCount> {
  static void Append(const BigCount& count, std::string* out) {
    const auto& backend = count.backend();
    const uint64_t low = *backend.limbs();
    if (backend.size() == 1 && low >> 63 == 0) return AppendVarint(low << 1, out);
    AppendVarint(uint64_t{backend.size()} << 1 | 1, out);
    out->append(reinterpret_cast<const char*>(backend.limbs()), backend.size() * sizeof(low));
  }

  static bool Read(const char** at, const char* end, BigCount* count) {
    static_assert(sizeof(boost::multiprecision::limb_type) == sizeof(uint64_t));
    uint64_t header;
    if (!ReadVarint(at, end, &header)) return false;
    if ((header & 1) == 0) {
      *count = header >> 1;
      return true;
    }
    const uint64_t limbs = header >> 1;
    if (limbs == 0 || limbs > static_cast<uint64_t>(end - *at) / sizeof(uint64_t)) return false;
    auto& backend = count->backend();
    backend.resize(static_cast<unsigned>(limbs), static_cast<unsigned>(limbs));
    std::memcpy(backend.limbs(), *at, limbs * sizeof(uint64_t));
    backend.normalize();
    *at += limbs * sizeof(uint64_t);
    return true;
  }
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_BIG_COUNT_H_
