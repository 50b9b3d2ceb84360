// Counts of any size.
//
// In a block file a count below 2^63 is written as varint(2 * count). A larger count is written as
// varint(2 * limbs + 1), followed by that many 64-bit limbs, the lowest first.
#ifndef CIKU_ENGINE_COUNT_BIG_COUNT_H_
#define CIKU_ENGINE_COUNT_BIG_COUNT_H_

#include <boost/multiprecision/cpp_int.hpp>
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/count/entry_codec.h"
#include "io/bytes.h"

namespace ciku {

// A count below 2^128 takes 32 bytes. A larger count also has its limbs on the heap.
using BigCount = boost::multiprecision::cpp_int;

// The bytes that a count takes on the heap, in addition to its own 32 bytes.
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
