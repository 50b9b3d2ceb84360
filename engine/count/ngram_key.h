// N-grams of symbols, packed into integers.
//
// The ids of the symbols are packed from the most significant bit on, each in as many bits as the
// alphabet needs. An n-gram that is shorter than the order is padded with separators, whose id is
// 0. So keys sort as their sequences of ids do, and a prefix comes before the n-grams that begin
// with it.
#ifndef CIKU_ENGINE_COUNT_NGRAM_KEY_H_
#define CIKU_ENGINE_COUNT_NGRAM_KEY_H_

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>

#include "engine/count/hash.h"
#include "engine/text/symbols.h"

namespace ciku {

__extension__ using UnsignedInt128 = unsigned __int128;

// An integer of several words, the most significant first.
template <size_t kWords>
struct WideKey {
  std::array<uint64_t, kWords> words{};

  WideKey() = default;
  explicit WideKey(uint64_t low) { words[kWords - 1] = low; }

  // NOLINTNEXTLINE(modernize-use-nullptr): the check sees a null pointer in generated code.
  auto operator<=>(const WideKey&) const = default;

  // Both words of a key of two.
  UnsignedInt128 Both() const { return UnsignedInt128{words[0]} << 64 | words[1]; }
  void SetBoth(UnsignedInt128 both) {
    words[0] = static_cast<uint64_t>(both >> 64);
    words[1] = static_cast<uint64_t>(both);
  }

  WideKey& operator|=(const WideKey& other) {
    for (size_t i = 0; i < kWords; ++i) words[i] |= other.words[i];
    return *this;
  }
  WideKey& operator&=(const WideKey& other) {
    for (size_t i = 0; i < kWords; ++i) words[i] &= other.words[i];
    return *this;
  }
  WideKey& operator^=(const WideKey& other) {
    for (size_t i = 0; i < kWords; ++i) words[i] ^= other.words[i];
    return *this;
  }
  friend WideKey operator|(WideKey a, const WideKey& b) { return a |= b; }
  friend WideKey operator&(WideKey a, const WideKey& b) { return a &= b; }
  friend WideKey operator^(WideKey a, const WideKey& b) { return a ^= b; }

  // Shifts by less than the key's width. The compiler's integers of two words are the fastest.
  friend WideKey operator<<(const WideKey& key, unsigned by) {
    WideKey shifted;
    if constexpr (kWords == 2) {
      shifted.SetBoth(key.Both() << by);
      return shifted;
    }
    const size_t skip = by / 64;
    for (size_t i = 0; i + skip < kWords; ++i) {
      shifted.words[i] = key.words[i + skip] << by % 64;
      if (by % 64 != 0 && i + skip + 1 < kWords) {
        shifted.words[i] |= key.words[i + skip + 1] >> (64 - by % 64);
      }
    }
    return shifted;
  }
  friend WideKey operator>>(const WideKey& key, unsigned by) {
    WideKey shifted;
    if constexpr (kWords == 2) {
      shifted.SetBoth(key.Both() >> by);
      return shifted;
    }
    const size_t skip = by / 64;
    for (size_t i = skip; i < kWords; ++i) {
      shifted.words[i] = key.words[i - skip] >> by % 64;
      if (by % 64 != 0 && i > skip) {
        shifted.words[i] |= key.words[i - skip - 1] << (64 - by % 64);
      }
    }
    return shifted;
  }
};

// The type of a key of `kWords` words: an ordinary integer if one word is enough.
template <size_t kWords>
struct NgramKeyOf {
  using Type = WideKey<kWords>;
};
template <>
struct NgramKeyOf<1> {
  using Type = uint64_t;
};

// Word `i` of a key; word 0 is the most significant.
inline uint64_t WordOf(uint64_t key, size_t /*i*/) { return key; }
template <size_t kWords>
uint64_t WordOf(const WideKey<kWords>& key, size_t i) {
  return key.words[i];
}

// How many; of a key that is a number of 64 bits or fewer, WordOf() does not ask.
template <typename Key>
constexpr size_t kWordsOf = sizeof(Key) / sizeof(uint64_t);  // NOLINT(bugprone-sizeof-expression)

template <size_t kWords>
uint64_t HashOf(const WideKey<kWords>& key) {
  uint64_t hash = 0;
  for (const uint64_t word : key.words) hash = HashOf((hash ^ word) + (hash >> 31));
  return hash;
}

// The key with which a record begins: an integer of more words than the key has.
template <typename Key, size_t kWords>
Key KeyOf(const WideKey<kWords>& record) {
  if constexpr (kWordsOf<Key> == 1) {
    return record.words[0];
  } else {
    Key key;
    std::copy_n(record.words.begin(), kWordsOf<Key>, key.words.begin());
    return key;
  }
}

// The packing of symbols whose ids are below `symbols`. Cheap to copy.
template <typename Key>
class NgramPacking {
 public:
  NgramPacking(SymbolId symbols, size_t order) : bits_(BitsFor(symbols)), order_(order) {}

  static unsigned BitsFor(SymbolId symbols) {
    return static_cast<unsigned>(std::bit_width(symbols - 1));
  }

  size_t order() const { return order_; }

  // The n-gram of `first`, which must not be a separator, followed by the symbols of `rest`. If it
  // is longer than the order, the last symbol is dropped.
  Key Before(SymbolId first, const Key& rest) const {
    return Prefix(Key{first} << (kWidth - bits_) | rest >> bits_, order_);
  }

  // The first `length` symbols. `length` must be at least 1.
  Key Prefix(const Key& key, size_t length) const {
    const auto spare = static_cast<unsigned>(kWidth - length * bits_);
    return key >> spare << spare;
  }

  // The symbols after the first `length`. `length` must be less than the order.
  Key Suffix(const Key& key, size_t length) const {
    return key << static_cast<unsigned>(length * bits_);
  }

  SymbolId At(const Key& key, size_t i) const {
    const Key symbol = Suffix(key, i) >> (kWidth - bits_);
    return static_cast<SymbolId>(WordOf(symbol, kWordsOf<Key> - 1));
  }

  // The first `length` symbols, from the last to the first.
  Key Reversed(const Key& key, size_t length) const {
    Key reversed{};
    for (size_t i = 0; i < length; ++i) reversed = Before(At(key, i), reversed);
    return reversed;
  }

  // The number of symbols before the padding.
  size_t Length(const Key& key) const {
    size_t length = 0;
    while (length < order_ && At(key, length) != kSeparator) ++length;
    return length;
  }

  // The number of symbols that two different keys have in common at the beginning, padding
  // included.
  size_t Shared(const Key& a, const Key& b) const {
    const Key difference = a ^ b;
    size_t bits = 0;
    for (size_t i = 0; i < kWordsOf<Key>; ++i) {
      const uint64_t word = WordOf(difference, i);
      bits += static_cast<size_t>(std::countl_zero(word));
      if (word != 0) break;
    }
    return bits / bits_;
  }

 private:
  static constexpr unsigned kWidth = 8 * sizeof(Key);

  unsigned bits_;
  size_t order_;
};

// The maximum order of n-grams that are weighed.
constexpr size_t kMaxOrder = 8;
// The maximum length of a key: an n-gram and one neighbour. 9 symbols of 21 bits fit three words.
constexpr size_t kMaxKeyLength = kMaxOrder + 1;

// The number of words in a key of `order` symbols. A key of one word has at most kMostInAWord
// symbols.
constexpr size_t kMostInAWord = 4;
inline size_t KeyWords(SymbolId symbols, size_t order) {
  const size_t words = (NgramPacking<uint64_t>::BitsFor(symbols) * order + 63) / 64;
  return order > kMostInAWord ? std::max<size_t>(words, 2) : words;
}

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_NGRAM_KEY_H_
