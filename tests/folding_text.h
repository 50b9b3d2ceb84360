// Random text that folding changes in many ways, and a simple implementation of folding to compare
// with.
#ifndef CIKU_TESTS_FOLDING_TEXT_H_
#define CIKU_TESTS_FOLDING_TEXT_H_

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <iterator>
#include <string>
#include <string_view>

#include "engine/text/normalizer.h"
#include "io/utf8.h"
#include "tests/random_text.h"

namespace ciku {

// Folds valid UTF-8 as one string.
inline std::string NaiveFoldValid(std::string_view text, const Folding& folding) {
  UErrorCode error = U_ZERO_ERROR;
  const auto size = static_cast<int32_t>(text.size());
  icu::UnicodeString string = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), size));
  if (folding.nfkc) string = icu::Normalizer2::getNFKCInstance(error)->normalize(string, error);
  std::string folded;
  for (int32_t i = 0; i < string.length(); i = string.moveIndex32(i, 1)) {
    const UChar32 c = string.char32At(i);
    AppendUtf8(static_cast<char32_t>(folding.lower ? u_tolower(c) : c), &folded);
  }
  return folded;
}

// Folds the text between invalid bytes; the invalid bytes stay.
inline std::string NaiveFold(std::string_view text, const Folding& folding) {
  std::string folded;
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    const Decoded decoded = DecodeUtf8(text.data() + at, text.data() + text.size());
    if (decoded.scalar == kInvalid) {
      folded += NaiveFoldValid(text.substr(begin, at - begin), folding) + text[at];
      begin = at + 1;
    }
    at += decoded.size;
  }
  return folded + NaiveFoldValid(text.substr(begin), folding);
}

// Returns about `size` characters without line ends. They are of few kinds, so that the same
// sequences occur often.
inline std::string MakeFoldingText(size_t size, double invalid, RandomText* random) {
  static constexpr std::u32string_view kKinds[] = {
      U"eoqdDẞ\u1E0C\u1E0D",
      U"\u0307\u0323\u0301\u0327\u0345\u0344\u0F73\u0331",  // marks
      U"ｶﾊﾞﾟガ\u3099",
      U"\u1100\u1161\u11A8\u1112가각\u3131ﾡ\uFFC2",  // kana, Hangul
      U"㌔㈱Ⅳﷺﬁ½①㎏…",
      U"ＡＢｂ１，　：～",
      U"中国人民大学豈\U0002F800\U00020000",
      U"aB9 ,.\r",
      U"กำ่ั",
      U"\u09C7\u09BE\u0DD9\u0DCF\u0DCA",
      U"𝒜𝟘\U0001D15E\U0001D165😀",
      U"İıſKÅǅΣς"};
  return MakeOfKinds(kKinds, 2, size, invalid, random);
}

}  // namespace ciku

#endif  // CIKU_TESTS_FOLDING_TEXT_H_
