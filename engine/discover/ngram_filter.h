// An approximate set of n-grams.
#ifndef CIKU_ENGINE_DISCOVER_NGRAM_FILTER_H_
#define CIKU_ENGINE_DISCOVER_NGRAM_FILTER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/count/hash.h"
#include "engine/count/ngram_key.h"

namespace ciku {

// A Bloom filter with one access to memory for each look-up. It never misses an n-gram that it
// holds, and takes about one of forty others for one. Threads may share a filter to which
// nothing is added.
template <typename Key>
class NgramFilter {
 public:
  // Makes room for about `keys` n-grams.
  explicit NgramFilter(size_t keys) : words_(std::max<size_t>(1, keys / kKeysForEachWord)) {}

  void Add(const Key& key) {
    const uint64_t hash = HashOf(key);
    words_[WordOf(hash)] |= BitsOf(hash);
  }

  // True for every n-gram in the set. O(1).
  bool MayHold(const Key& key) const {
    const uint64_t hash = HashOf(key);
    const uint64_t bits = BitsOf(hash);
    return (words_[WordOf(hash)] & bits) == bits;
  }

  // The bytes for each n-gram.
  static constexpr size_t kBytesForEach = 1;

 private:
  static constexpr size_t kKeysForEachWord = 8;

  // The upper half of the hash chooses a word, the lower half four bits in it.
  size_t WordOf(uint64_t hash) const {
    return static_cast<size_t>((hash >> 32) * words_.size() >> 32);
  }
  static uint64_t BitsOf(uint64_t hash) {
    return uint64_t{1} << (hash >> 8 & 63) | uint64_t{1} << (hash >> 14 & 63) |
           uint64_t{1} << (hash >> 20 & 63) | uint64_t{1} << (hash >> 26 & 63);
  }

  std::vector<uint64_t> words_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_NGRAM_FILTER_H_
