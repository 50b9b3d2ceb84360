// Hashing of integer keys.
#ifndef CIKU_ENGINE_COUNT_HASH_H_
#define CIKU_ENGINE_COUNT_HASH_H_

#include <cstdint>

namespace ciku {

// Fibonacci hashing: the multiplier is 2^64 over the golden ratio, which spreads keys that follow
// upon each other evenly (Knuth, The Art of Computer Programming 3, section 6.4). Multiplying
// carries upwards alone, so it is the upper bits that are to be used, and the key's upper half is
// folded into the lower one before: both of two symbols or words that make a key reach them. Two
// operations and a multiplication, one to one.
inline uint64_t HashOf(uint64_t key) { return (key ^ key >> 29) * 0x9E3779B97F4A7C15; }

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_HASH_H_
