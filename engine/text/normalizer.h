// Folding of characters before a text is processed: first full-width and other compatibility forms
// (Unicode Standard Annex 15, form NFKC), then case.
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
// A text is made of segments. A segment is a character that begins one and the following characters
// that do not, or an invalid byte. The result of folding a segment depends on nothing outside of
// it. Immutable; safe to share between threads.
class Normalizer {
 public:
  // Folding makes a text at most this many times as long: U+FDFA, which has three bytes, becomes
  // four words.
  static constexpr size_t kMostGrowth = 11;

  // Uses ICU's Unicode data, whose version may differ from that of other programs. Throws Error if
  // ICU has no data.
  explicit Normalizer(const Folding& folding);

  // Returns the folded text: `text` itself if nothing changes, otherwise the contents of `buffer`.
  // The text must begin with the start of a segment.
  std::string_view Apply(std::string_view text, std::string* buffer) const;

  // The end of the segment that begins at `at`, or the end of the text if that comes first.
  size_t SegmentEnd(std::string_view text, size_t at) const;

  // Whether this character begins a segment whatever comes before it. True for kInvalid, which
  // stands for an invalid byte.
  bool BeginsSegment(char32_t scalar) const;

 private:
  // The character that results from a segment of this single character, with the following flags.
  using Entry = uint32_t;
  static constexpr Entry kScalar = 0x1FFFFF;
  static constexpr Entry kBegins = Entry{1} << 31;  // begins a segment, whatever comes before
  static constexpr Entry kSingle = Entry{1} << 30;  // becomes one character; otherwise ICU is asked
  // Begins no segment, but a segment of a plain character and this one does not change.
  static constexpr Entry kStays = Entry{1} << 29;

  Entry EntryOf(char32_t scalar) const;

  // Whether a character begins a segment and does not change unless the next character changes it.
  bool IsPlain(char32_t scalar) const { return entries_[scalar] == (scalar | kBegins | kSingle); }

  // The start of the first character or invalid byte from `at` on that is not plain; `end` if all
  // are plain.
  const char* SkipPlain(const char* at, const char* end) const;

  void AppendSegment(std::string_view segment, std::string* out) const;

  const Folding folding_;
  std::vector<Entry> entries_;  // by Unicode scalar value
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_NORMALIZER_H_
