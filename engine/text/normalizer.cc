#include "engine/text/normalizer.h"

#include <fmt/core.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "io/error.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// In bytes. A longer segment is a pile of combining marks, not writing.
constexpr size_t kLongSegment = 256;

// The instance lives as long as the process.
const icu::Normalizer2& Nfkc() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const nfkc = icu::Normalizer2::getNFKCInstance(error);
  if (U_FAILURE(error)) throw Error(fmt::format("cannot normalise: {}", u_errorName(error)));
  return *nfkc;
}

char32_t LowerCase(char32_t scalar) {
  return static_cast<char32_t>(u_tolower(static_cast<UChar32>(scalar)));
}

// The start of the character before `at`, which must be a valid one.
const char* PreviousStart(const char* at) {
  do --at;
  while ((*at & 0xC0) == 0x80);
  return at;
}

// Decomposes a segment and puts its marks in their canonical order (D109 of the Unicode Standard),
// as normalising does. ICU inserts the marks one by one among those before them, which takes
// quadratic time for thousands of marks.
std::string InOrder(std::string_view segment) {
  struct Part {
    uint8_t combining_class;
    char32_t scalar;
  };
  std::vector<Part> parts;
  const auto add = [&](UChar32 c) {
    parts.push_back({u_getCombiningClass(c), static_cast<char32_t>(c)});
  };
  ForEachSymbol(segment, [&](char32_t scalar, std::string_view) {
    const auto c = static_cast<UChar32>(scalar);
    icu::UnicodeString decomposition;
    if (Nfkc().getDecomposition(c, decomposition)) {
      for (int32_t i = 0; i < decomposition.length(); i = decomposition.moveIndex32(i, 1)) {
        add(decomposition.char32At(i));
      }
    } else {
      add(c);
    }
  });
  const auto is_starter = [](const Part& part) { return part.combining_class == 0; };
  for (auto marks = parts.begin(); marks != parts.end();) {
    marks = std::find_if_not(marks, parts.end(), is_starter);
    const auto marks_end = std::find_if(marks, parts.end(), is_starter);
    std::stable_sort(marks, marks_end, [](const Part& a, const Part& b) {
      return a.combining_class < b.combining_class;
    });
    marks = marks_end;
  }
  std::string sorted;
  for (const Part& part : parts) AppendUtf8(part.scalar, &sorted);
  return sorted;
}

void AppendNfkc(std::string_view segment, std::string* out) {
  std::string sorted;
  if (segment.size() > kLongSegment) segment = sorted = InOrder(segment);
  UErrorCode error = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(out);
  const icu::StringPiece piece(segment.data(), static_cast<int32_t>(segment.size()));
  Nfkc().normalizeUTF8(0, piece, sink, nullptr, error);
  if (U_FAILURE(error)) throw Error(fmt::format("cannot normalise: {}", u_errorName(error)));
}

void AppendLowerCase(std::string_view text, std::string* out) {
  ForEachSymbol(text,
                [&](char32_t scalar, std::string_view) { AppendUtf8(LowerCase(scalar), out); });
}

}  // namespace

Normalizer::Normalizer(const Folding& folding) : folding_(folding), entries_(kMaxScalar + 1) {
  for (char32_t scalar = 0; scalar <= kMaxScalar; ++scalar) {
    const bool surrogate = scalar >= 0xD800 && scalar < 0xE000;
    if (!surrogate) entries_[scalar] = EntryOf(scalar);
  }
}

Normalizer::Entry Normalizer::EntryOf(char32_t scalar) const {
  char32_t becomes = scalar;
  Entry flags = kBegins | kSingle;
  if (folding_.nfkc) {
    const auto c = static_cast<UChar32>(scalar);
    icu::UnicodeString text;
    // A character without a decomposition does not change.
    if (Nfkc().getDecomposition(c, text)) {
      UErrorCode error = U_ZERO_ERROR;
      text = Nfkc().normalize(icu::UnicodeString(c), error);
      if (text.countChar32() != 1) flags = kBegins;
      becomes = static_cast<char32_t>(text.char32At(0));
    }
    if (!Nfkc().hasBoundaryBefore(c)) {
      flags &= ~kBegins;
      const bool stays = u_getIntPropertyValue(c, UCHAR_NFKC_QUICK_CHECK) == UNORM_YES;
      if (stays && !(folding_.lower && LowerCase(scalar) != scalar)) flags |= kStays;
    }
  }
  return flags | (folding_.lower ? LowerCase(becomes) : becomes);
}

bool Normalizer::BeginsSegment(char32_t scalar) const {
  return scalar == kInvalid || (entries_[scalar] & kBegins) != 0;
}

size_t Normalizer::SegmentEnd(std::string_view text, size_t at) const {
  const char* const end = text.data() + text.size();
  Decoded decoded = DecodeUtf8(text.data() + at, end);
  at += decoded.size;
  if (decoded.scalar == kInvalid) return at;
  for (; at < text.size(); at += decoded.size) {
    decoded = DecodeUtf8(text.data() + at, end);
    if (BeginsSegment(decoded.scalar)) break;
  }
  return at;
}

const char* Normalizer::SkipPlain(const char* at, const char* end) const {
  while (at < end) {
    if (end - at >= 4) {
      uint32_t word;
      std::memcpy(&word, at, sizeof(word));
      if (HasFormOfThree(word)) {
        const char32_t scalar = ScalarOfThree(word);
        if (NeedsThree(scalar)) {
          if (!IsPlain(scalar)) return at;
          at += 3;
          continue;
        }
      } else if ((word & 0x80) == 0) {
        if (!IsPlain(word & 0x7F)) return at;
        ++at;
        continue;
      }
    }
    const Decoded decoded = DecodeUtf8(at, end);
    if (decoded.scalar == kInvalid || !IsPlain(decoded.scalar)) return at;
    at += decoded.size;
  }
  return end;
}

std::string_view Normalizer::Apply(std::string_view text, std::string* buffer) const {
  const char* const end = text.data() + text.size();
  const char* copied = text.data();  // the text before this is in the buffer
  const char* fresh = text.data();   // the previous segment ends here
  buffer->clear();
  for (const char* at = text.data(); (at = SkipPlain(at, end)) < end;) {
    const Decoded decoded = DecodeUtf8(at, end);
    if (decoded.scalar == kInvalid) {
      fresh = ++at;
      continue;
    }
    const bool goes_on = !BeginsSegment(decoded.scalar) && at > fresh;
    const char* const begin = goes_on ? PreviousStart(at) : at;
    const char* const stop = text.data() + SegmentEnd(text, static_cast<size_t>(at - text.data()));
    const bool stays =
        goes_on && stop == at + decoded.size && (entries_[decoded.scalar] & kStays) != 0;
    if (!stays) {
      buffer->append(copied, begin);
      AppendSegment({begin, stop}, buffer);
      copied = stop;
    }
    at = fresh = stop;
  }
  if (copied == text.data()) return text;
  buffer->append(copied, end);
  return *buffer;
}

void Normalizer::AppendSegment(std::string_view segment, std::string* out) const {
  const Decoded first = DecodeUtf8(segment.data(), segment.data() + segment.size());
  const Entry entry = entries_[first.scalar];
  if (first.size == segment.size() && (entry & kSingle) != 0) {
    return AppendUtf8(entry & kScalar, out);
  }
  if (!folding_.lower) return AppendNfkc(segment, out);
  std::string nfkc;
  AppendNfkc(segment, &nfkc);
  AppendLowerCase(nfkc, out);
}

}  // namespace ciku
