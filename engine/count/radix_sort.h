// Sorting integer keys.
#ifndef CIKU_ENGINE_COUNT_RADIX_SORT_H_
#define CIKU_ENGINE_COUNT_RADIX_SORT_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/count/ngram_key.h"

namespace ciku {

// Byte `number` of a key; byte 0 is the least significant.
template <typename Key>
size_t ByteOf(const Key& key, size_t number) {
  return WordOf(key, kWordsOf<Key> - 1 - number / 8) >> number % 8 * 8 & 0xFF;
}

// Sorts keys byte by byte, beginning with the least significant byte. Each pass copies the keys
// from one array to the other; bytes that are the same in all keys are skipped. `scratch` takes as
// much memory as the keys. If there are more than `room` keys, they are sorted in place instead,
// which is slower. O(n) for each byte in which keys differ. On n-grams of Chinese text, 350,000 at
// a time, this is twice as fast as an in-place radix sort that begins with the most significant
// byte.
template <typename Key>
void RadixSort(std::span<Key> keys, size_t room, std::vector<Key>* scratch) {
  constexpr size_t kFew = 1000;      // with fewer keys the tables cost more than comparisons
  constexpr size_t kMostBytes = 24;  // with wider keys the passes do
  if (sizeof(Key) > kMostBytes || keys.size() < kFew || keys.size() > room) {
    return std::sort(keys.begin(), keys.end());
  }
  using Sizes = std::array<size_t, 256>;
  std::vector<Sizes> sizes(sizeof(Key));
  for (const Key& key : keys) {
    for (size_t byte = 0; byte < sizes.size(); ++byte) ++sizes[byte][ByteOf(key, byte)];
  }
  if (scratch->size() < keys.size()) scratch->resize(keys.size());
  Key* from = keys.data();
  Key* to = scratch->data();
  for (size_t byte = 0; byte < sizes.size(); ++byte) {
    if (sizes[byte][ByteOf(keys[0], byte)] == keys.size()) continue;
    Sizes starts;
    size_t start = 0;
    for (size_t value = 0; value < starts.size(); ++value) {
      starts[value] = start;
      start += sizes[byte][value];
    }
    for (const Key* key = from; key != from + keys.size(); ++key) {
      to[starts[ByteOf(*key, byte)]++] = *key;
    }
    std::swap(from, to);
  }
  if (from != keys.data()) std::copy_n(from, keys.size(), keys.data());
}

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_RADIX_SORT_H_
