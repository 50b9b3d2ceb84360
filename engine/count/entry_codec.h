// The encoding of sorted entries in the blocks of a block file.
//
//   integer keys   varint(key - previous key)  varint(count)
//   wide keys      zigzag(word - previous key's word) for each word  varint(count)
//   string keys    varint(bytes shared with the previous key)  varint(length of the rest)
//                  rest  varint(count)
//
// At the start of a block the previous key is 0, or the empty string. Varints are LEB128. zigzag is
// a varint of twice the difference or, if the difference is negative, of the complement of twice
// the difference. Counts that are not 64-bit integers are encoded by their CountCodec.
#ifndef CIKU_ENGINE_COUNT_ENTRY_CODEC_H_
#define CIKU_ENGINE_COUNT_ENTRY_CODEC_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/count/ngram_key.h"
#include "io/bytes.h"

namespace ciku {

// Maps small differences of either sign to small numbers: 0, -1, 1, -2, 2, ... become 0, 1, 2, 3,
// 4, ...
inline uint64_t ToZigzag(uint64_t difference) {
  return difference << 1 ^ (difference >> 63 != 0 ? ~uint64_t{0} : 0);
}
inline uint64_t FromZigzag(uint64_t zigzag) {
  return zigzag >> 1 ^ ((zigzag & 1) != 0 ? ~uint64_t{0} : 0);
}

// The encoding of a count.
template <typename Count>
struct CountCodec;

template <>
struct CountCodec<uint64_t> {
  static void Append(uint64_t count, std::string* out) { AppendVarint(count, out); }
  // Reads the count at *at and advances *at. Returns false if the bytes are not a count.
  static bool Read(const char** at, const char* end, uint64_t* count) {
    return ReadVarint(at, end, count);
  }
};

// Encodes or decodes the entries of one block. Each block needs a new codec or a call of Reset().
template <typename Key>
class EntryCodec;

template <>
class EntryCodec<uint64_t> {
 public:
  void Reset() { previous_ = 0; }

  template <typename Count>
  void Encode(uint64_t key, const Count& count, std::string* out) {
    AppendVarint(key - previous_, out);
    CountCodec<Count>::Append(count, out);
    previous_ = key;
  }

  // Reads the entry at *at and advances *at. Returns false if the bytes are not an entry.
  template <typename Count>
  bool Decode(const char** at, const char* end, Count* count) {
    uint64_t difference;
    if (!ReadVarint(at, end, &difference) || !CountCodec<Count>::Read(at, end, count)) return false;
    previous_ += difference;
    return true;
  }

  // The key that was encoded or decoded last.
  uint64_t key() const { return previous_; }

 private:
  uint64_t previous_ = 0;
};

template <>
class EntryCodec<uint32_t> : public EntryCodec<uint64_t> {
 public:
  uint32_t key() const { return static_cast<uint32_t>(EntryCodec<uint64_t>::key()); }
};

template <size_t kWords>
class EntryCodec<WideKey<kWords>> {
 public:
  void Reset() { previous_ = {}; }

  void Encode(const WideKey<kWords>& key, uint64_t count, std::string* out) {
    for (size_t i = 0; i < kWords; ++i) {
      AppendVarint(ToZigzag(key.words[i] - previous_.words[i]), out);
    }
    AppendVarint(count, out);
    previous_ = key;
  }

  bool Decode(const char** at, const char* end, uint64_t* count) {
    for (uint64_t& word : previous_.words) {
      uint64_t difference;
      if (!ReadVarint(at, end, &difference)) return false;
      word += FromZigzag(difference);
    }
    return ReadVarint(at, end, count);
  }

  const WideKey<kWords>& key() const { return previous_; }

 private:
  WideKey<kWords> previous_;
};

template <>
class EntryCodec<std::string_view> {
 public:
  void Reset() { previous_.clear(); }

  void Encode(std::string_view key, uint64_t count, std::string* out) {
    const size_t limit = std::min(key.size(), previous_.size());
    size_t shared = 0;
    while (shared < limit && key[shared] == previous_[shared]) ++shared;
    AppendVarint(shared, out);
    AppendVarint(key.size() - shared, out);
    out->append(key.substr(shared));
    AppendVarint(count, out);
    previous_.assign(key);
  }

  bool Decode(const char** at, const char* end, uint64_t* count) {
    uint64_t shared;
    uint64_t rest;
    if (!ReadVarint(at, end, &shared) || !ReadVarint(at, end, &rest)) return false;
    if (shared > previous_.size() || rest > static_cast<uint64_t>(end - *at)) return false;
    previous_.resize(shared);
    previous_.append(*at, rest);
    *at += rest;
    return ReadVarint(at, end, count);
  }

  std::string_view key() const { return previous_; }

 private:
  std::string previous_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_ENTRY_CODEC_H_
