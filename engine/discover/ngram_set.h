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

// A set of n-grams that most of those looked up do not belong to. Immutable; safe to share between
// threads.
template <typename Key>
class NgramSet {
 public:
  // Takes keys that are not 0, each once.
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

  // O(1). What is not there is mostly told by a filter of eight bits an n-gram, which stays in the
  // cache where the n-grams do not.
  bool Holds(const Key& key) const {
    const uint64_t hash = HashOf(key);
    const uint64_t bits = BitsOf(hash);
    if ((filter_[hash >> filter_shift_] & bits) != bits) return false;
    for (size_t i = hash >> shift_; slots_[i] != Key{}; i = (i + 1) & (slots_.size() - 1)) {
      if (slots_[i] == key) return true;
    }
    return false;
  }

  // At most, while the set is made.
  static constexpr size_t kBytesForEach = 4 * sizeof(Key) + 2;

 private:
  static constexpr size_t kKeysForEachWord = 8;

  // Two bits of a word of the filter, by bits of the hash that do not choose the word.
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
