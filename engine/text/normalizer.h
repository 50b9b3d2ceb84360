// What characters are folded to before anything is made of a text: full-width and other
// compatibility forms (Unicode Standard Annex 15, form NFKC), then case.
#ifndef CIKU_ENGINE_TEXT_NORMALIZER_H_
#define CIKU_ENGINE_TEXT_NORMALIZER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/text_options.h"

namespace ciku {

// Folds text that may hold bytes that are not valid UTF-8; these stay as they are.
//
// A text is made of segments: a character that begins one and those after it that do not, or an
// invalid byte. What a segment becomes depends on nothing outside of it. Immutable; safe to share
// between threads.
class Normalizer {
 public:
  // No text becomes more than so many times as long: U+FDFA, of three bytes, becomes four words.
  static constexpr size_t kMostGrowth = 11;

  // With ICU's data of Unicode, which may be of another version than other programs'. Throws Error
  // where ICU has none.
  explicit Normalizer(const Folding& folding);

  // The text, folded: itself where nothing changes, or what `buffer` holds then. It is to begin
  // with a segment.
  std::string_view Apply(std::string_view text, std::string* buffer) const;

  // Where the segment ends that begins at `at`, at the end of the text if nowhere else.
  size_t SegmentEnd(std::string_view text, size_t at) const;

  // Whether a segment begins with this character or, kInvalid, byte, whatever comes before it.
  bool BeginsSegment(char32_t scalar) const;

 private:
  // What a character becomes that is a segment by itself, and the following.
  using Entry = uint32_t;
  static constexpr Entry kScalar = 0x1FFFFF;
  static constexpr Entry kBegins = Entry{1} << 31;  // a segment, whatever comes before
  static constexpr Entry kSingle = Entry{1} << 30;  // becomes one character; otherwise ICU knows
  // Begins no segment, but one of a plain character and this one stays as it is.
  static constexpr Entry kStays = Entry{1} << 29;

  Entry EntryOf(char32_t scalar) const;

  // A character that begins a segment, and does not change unless the next one makes it.
  bool IsPlain(char32_t scalar) const { return entries_[scalar] == (scalar | kBegins | kSingle); }

  // Where the first character from `at` on starts, or byte is, that is not plain.
  const char* SkipPlain(const char* at, const char* end) const;

  void AppendSegment(std::string_view segment, std::string* out) const;

  const Folding folding_;
  std::vector<Entry> entries_;  // of each Unicode scalar value
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_NORMALIZER_H_
