// Stretches: 64 parts of a corpus with the same number of bytes of text.
#ifndef CIKU_ENGINE_DISCOVER_STRETCHES_H_
#define CIKU_ENGINE_DISCOVER_STRETCHES_H_

#include <algorithm>
#include <cstdint>

namespace ciku {

constexpr uint64_t kStretches = 64;

// Returns the bit of the stretch in which a record with `position` bytes of text before it begins.
// `text_bytes`, not 0, is the size of the corpus's text: the UTF-8 of its records with their line
// ends, however it is stored.
inline uint64_t StretchOf(uint64_t position, uint64_t text_bytes) {
  __extension__ using Wide = unsigned __int128;
  return uint64_t{1} << static_cast<unsigned>(Wide{std::min(position, text_bytes - 1)} *
                                              kStretches / text_bytes);
}

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_STRETCHES_H_
