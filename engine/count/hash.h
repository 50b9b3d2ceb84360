// Hashes of keys, and the partitions of a counter that the hashes select.
#ifndef CIKU_ENGINE_COUNT_HASH_H_
#define CIKU_ENGINE_COUNT_HASH_H_

#include <cstddef>
#include <cstdint>

namespace ciku {

// Fibonacci hashing: the multiplier is 2^64 divided by the golden ratio, which spreads consecutive
// keys evenly (Knuth, The Art of Computer Programming 3, section 6.4). A multiplication carries
// only upwards, so callers must use the upper bits of the hash. The upper half of the key is first
// folded into the lower half, so that both symbols or words of a key affect these bits. The
// function is one to one and takes two operations and a multiplication.
inline uint64_t HashOf(uint64_t key) { return (key ^ key >> 29) * 0x9E3779B97F4A7C15; }

// Enough partitions to keep every thread of a large machine busy until the end of a merge.
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
