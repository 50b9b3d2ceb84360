// The segments of a text: what is folded as a whole (normalizer.h). If text is not folded, each
// character and each invalid byte is a segment.
#ifndef CIKU_ENGINE_TEXT_SEGMENTS_H_
#define CIKU_ENGINE_TEXT_SEGMENTS_H_

#include <cstddef>
#include <functional>
#include <string_view>

#include "engine/text/normalizer.h"

namespace ciku {

// Immutable; safe to share between threads.
class Segments {
 public:
  // The start of a character that is not the first of its folded segment.
  static constexpr size_t kInside = static_cast<size_t>(-1);

  // `normalizer` must outlive this; null if text is not folded.
  explicit Segments(const Normalizer* normalizer) : normalizer_(normalizer) {}

  // The end of the last segment that is complete whatever follows the text. (A carriage return at
  // the end is not: it may be part of a line end.)
  size_t EndOfComplete(std::string_view text) const;

  // Where the first segment begins that begins at `from` or later; at most `end`.
  size_t Begin(std::string_view text, size_t from, size_t end) const;

  // Calls visit(scalar, start, next) for the folded characters of the segments in bytes [from,
  // end), which must be a segment's begin and end, until visit returns false. `start` is where the
  // character's segment begins, or kInside; `next` is where the segment ends if this is its last
  // character, or kInside.
  void ForEach(std::string_view text, size_t from, size_t end,
               const std::function<bool(char32_t, size_t start, size_t next)>& visit) const;

 private:
  bool BeginsAt(std::string_view text, size_t at) const;

  const Normalizer* const normalizer_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_SEGMENTS_H_
