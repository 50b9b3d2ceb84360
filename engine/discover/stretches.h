// Stretches: 64 parts of a corpus with the same number of bytes of text.
#ifndef CIKU_ENGINE_DISCOVER_STRETCHES_H_
#define CIKU_ENGINE_DISCOVER_STRETCHES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/sweep/records.h"

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

// The stretch of the current record while a text is read from left to right. Not safe for use by
// two threads at once.
class CurrentStretch {
 public:
  // For a sweep that tells positions in this many bytes of text.
  explicit CurrentStretch(uint64_t text_bytes) : text_bytes_(text_bytes) {}

  // Begins a text. A text that continues the one before must be the next one.
  void Begin(const Text& text) {
    record_ends_.Begin(text);
    Find();
  }

  // Goes on behind a separator at a byte of the text. Must be called for each line end, in order.
  void Pass(const Text& text, size_t at) {
    if (record_ends_.EndsAt(text, at)) Find();
  }

  // The bit of the stretch.
  uint64_t bit() const { return bit_; }

 private:
  void Find() { bit_ = StretchOf(record_ends_.position(), text_bytes_); }

  const uint64_t text_bytes_;
  RecordEnds record_ends_;
  uint64_t bit_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_STRETCHES_H_
