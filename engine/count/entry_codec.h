// How sorted entries are written into the blocks of a run.
//
//   integer keys   varint(key - previous key)  varint(count)
//   string keys    varint(bytes shared with the previous key)  varint(length of the rest)
//                  rest  varint(count)
//
// At the start of a block the previous key is 0, or the empty string. Varints are LEB128.
#ifndef CIKU_ENGINE_COUNT_ENTRY_CODEC_H_
#define CIKU_ENGINE_COUNT_ENTRY_CODEC_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "io/bytes.h"

namespace ciku {

// Encodes and decodes the entries of one block; made anew, or Reset(), for each block.
template <typename Key>
class EntryCodec;

template <>
class EntryCodec<uint64_t> {
 public:
  void Reset() { previous_ = 0; }

  void Encode(uint64_t key, uint64_t count, std::string* out) {
    AppendVarint(key - previous_, out);
    AppendVarint(count, out);
    previous_ = key;
  }

  // Reads the entry at *at and moves it on; false where the bytes are no entry.
  bool Decode(const char** at, const char* end, uint64_t* count) {
    uint64_t difference;
    if (!ReadVarint(at, end, &difference) || !ReadVarint(at, end, count)) return false;
    previous_ += difference;
    return true;
  }

  // The key encoded or decoded last.
  uint64_t key() const { return previous_; }

 private:
  uint64_t previous_ = 0;
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
