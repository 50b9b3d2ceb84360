// Hashes of keys, and the partitions of a counter that they choose.
#ifndef CIKU_ENGINE_COUNT_HASH_H_
#define CIKU_ENGINE_COUNT_HASH_H_

#include <cstddef>
#include <cstdint>

namespace ciku {

// Fibonacci hashing: the multiplier is 2^64 over the golden ratio, which spreads keys that follow
// upon each other evenly (Knuth, The Art of Computer Programming 3, section 6.4). Multiplying
// carries upwards alone, so it is the upper bits that are to be used, and the key's upper half is
// folded into the lower one before: both of two symbols or words that make a key reach them. Two
// operations and a multiplication, one to one.
inline uint64_t HashOf(uint64_t key) { return (key ^ key >> 29) * 0x9E3779B97F4A7C15; }

// As many partitions as keep every thread of a large machine busy to the end of a merge.
constexpr unsigned kPartitionBits = 6;

// The partition of a hash: its upper `kBits` bits.
template <unsigned kBits>
size_t PartitionOf(uint64_t hash) {
  if constexpr (kBits == 0) {
    return 0;
  } else {
    return static_cast<size_t>(hash >> (64 - kBits));
  }
}

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_HASH_H_
