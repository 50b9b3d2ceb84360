// A set of n-grams.
#ifndef CIKU_ENGINE_DISCOVER_NGRAM_SET_H_
#define CIKU_ENGINE_DISCOVER_NGRAM_SET_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/count/ngram_key.h"

namespace ciku {

// A set of n-grams, made for look-ups that mostly fail. Immutable; safe to share between threads.
template <typename Key>
class NgramSet {
 public:
  // Takes the keys, each once. No key may be 0.
  explicit NgramSet(const std::vector<Key>& keys)
      : filter_(std::bit_ceil(std::max<size_t>(2, keys.size() / kKeysForEachWord))),
        filter_shift_(static_cast<unsigned>(64 - std::countr_zero(filter_.size()))),
        slots_(std::bit_ceil(std::max<size_t>(2, 2 * keys.size()))),
        shift_(static_cast<unsigned>(64 - std::countr_zero(slots_.size()))) {
    for (const Key& key : keys) {
      const uint64_t hash = HashOf(key);
      filter_[hash >> filter_shift_] |= BitsOf(hash);
      size_t i = hash >> shift_;
      while (slots_[i] != Key{}) i = (i + 1) & (slots_.size() - 1);
      slots_[i] = key;
    }
  }

  // O(1). Most keys that are not in the set are rejected by a filter of eight bits for each n-gram;
  // it stays in the cache even if the n-grams do not.
  bool Holds(const Key& key) const {
    const uint64_t hash = HashOf(key);
    const uint64_t bits = BitsOf(hash);
    if ((filter_[hash >> filter_shift_] & bits) != bits) return false;
    for (size_t i = hash >> shift_; slots_[i] != Key{}; i = (i + 1) & (slots_.size() - 1)) {
      if (slots_[i] == key) return true;
    }
    return false;
  }

  // Calls visit(key) for all keys.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Key& key : slots_) {
      if (key != Key{}) visit(key);
    }
  }

  // The most bytes for each n-gram, reached while the set is made.
  static constexpr size_t kBytesForEach = 4 * sizeof(Key) + 2;

 private:
  static constexpr size_t kKeysForEachWord = 8;

  // Returns two bits for a word of the filter. They come from bits of the hash that do not choose
  // the word.
  static uint64_t BitsOf(uint64_t hash) {
    return uint64_t{1} << (hash >> 26 & 63) | uint64_t{1} << (hash >> 32 & 63);
  }

  std::vector<uint64_t> filter_;
  unsigned filter_shift_;
  std::vector<Key> slots_;
  unsigned shift_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_NGRAM_SET_H_
