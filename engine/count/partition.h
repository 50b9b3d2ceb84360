// Keys are divided by their hash into partitions, which are merged independently of each other.
#ifndef CIKU_ENGINE_COUNT_PARTITION_H_
#define CIKU_ENGINE_COUNT_PARTITION_H_

#include <cstddef>
#include <cstdint>

namespace ciku {

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

#endif  // CIKU_ENGINE_COUNT_PARTITION_H_
