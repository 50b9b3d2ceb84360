#include "engine/text/normalizer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/folding_text.h"

namespace ciku {
namespace {

constexpr Folding kNfkc = {.nfkc = true};
constexpr Folding kLower = {.lower = true};
constexpr Folding kBoth = {.nfkc = true, .lower = true};

const Normalizer& For(const Folding& folding) {
  static const Normalizer nfkc(kNfkc);
  static const Normalizer lower(kLower);
  static const Normalizer both(kBoth);
  if (!folding.nfkc) return lower;
  return folding.lower ? both : nfkc;
}

std::string Folded(std::string_view text, const Folding& folding) {
  std::string buffer = "what was in it";
  return std::string(For(folding).Apply(text, &buffer));
}

// The expected results are those of unicodedata.normalize("NFKC", ...) in Python.
TEST(NormalizerTest, WorkedElsewhere) {
  EXPECT_EQ(Folded("ＡＢｃ１２，　中国。", kNfkc), "ABc12, 中国。");
  EXPECT_EQ(Folded("ｶﾞﾊﾟｶﾀ", kNfkc), "ガパカタ");
  EXPECT_EQ(Folded("㌔㈱Ⅳﬁ½①㎏…", kNfkc), "キロ(株)IVfi1⁄21kg...");
  EXPECT_EQ(Folded("\u1112\u1161\u11ab가\u11a8ㄱ", kNfkc), "한각\u1100");
  EXPECT_EQ(Folded("d\u0323\u0307 d\u0307\u0323 \u1E0D\u0307 \u1E0B\u0323", kNfkc),
            "\u1E0D\u0307 \u1E0D\u0307 \u1E0D\u0307 \u1E0D\u0307");
  EXPECT_EQ(Folded("豈\U0002F800𝒜", kNfkc), "豈丽A");
  EXPECT_EQ(Folded("", kBoth), "");
}

TEST(NormalizerTest, LowerCaseIsSimpleAndWithoutContext) {
  EXPECT_EQ(Folded("ABCÉЖΣ ΟΔΟΣ İẞǅ", kLower), "abcéжσ οδοσ ißǆ");
  EXPECT_EQ(Folded("ＡⅣ", kLower), "ａⅳ");
  EXPECT_EQ(Folded("ＡⅣ™", kBoth), "aivtm");
  EXPECT_EQ(Folded("J\u030C", kBoth), "j\u030C");  // not normalised once more
}

TEST(NormalizerTest, WhatDoesNotChangeIsNotCopied) {
  for (const std::string_view text : {"中国\n人民 abc。é\xFF\xE4\r\n한", "", "ก่า กั", "e\u0334o"}) {
    std::string buffer;
    EXPECT_EQ(For(kBoth).Apply(text, &buffer).data(), text.data()) << text;
  }
}

TEST(NormalizerTest, EveryCharacter) {
  for (const Folding& folding : {kNfkc, kLower, kBoth}) {
    for (char32_t scalar = 0; scalar <= kMaxScalar; ++scalar) {
      if (scalar >= 0xD800 && scalar < 0xE000) continue;
      std::string text;
      AppendUtf8(scalar, &text);
      const std::string folded = Folded(text, folding);
      ASSERT_EQ(folded, NaiveFold(text, folding)) << std::hex << uint32_t{scalar};
      ASSERT_LE(folded.size(), Normalizer::kMostGrowth * text.size());
      // A line end does not affect the folding of its neighbours.
      ASSERT_EQ(Folded("\n" + text + "\n", folding), "\n" + folded + "\n");
    }
  }
}

TEST(NormalizerTest, RandomTextsAreFoldedAsOneString) {
  for (uint64_t seed = 1; seed <= 1500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const std::string text =
        MakeFoldingText(random.Below(200), random.Chance(0.5) ? 0 : 0.05, &random);
    for (const Folding& folding : {kNfkc, kLower, kBoth}) {
      ASSERT_EQ(Folded(text, folding), NaiveFold(text, folding));
    }
    const std::string once = Folded(text, kNfkc);
    EXPECT_EQ(Folded(once, kNfkc), once);
    EXPECT_EQ(Folded(Folded(text, kLower), kLower), Folded(text, kLower));
  }
}

TEST(NormalizerTest, SegmentsAreFoldedEachByItself) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const std::string text = MakeFoldingText(random.Below(200), 0.05, &random);
    const Normalizer& normalizer = For(kBoth);
    std::string whole;
    for (size_t at = 0; at < text.size();) {
      size_t end = normalizer.SegmentEnd(text, at);
      while (end < text.size() && random.Chance(0.7)) end = normalizer.SegmentEnd(text, end);
      ASSERT_GT(end, at);
      whole += Folded(std::string_view(text).substr(at, end - at), kBoth);
      at = end;
    }
    ASSERT_EQ(whole, Folded(text, kBoth));
  }
}

TEST(NormalizerTest, MarksUponMarks) {
  for (const size_t count : {20, 100, 700}) {
    RandomText random(count);
    std::string text = "e";
    for (size_t i = 0; i < count; ++i) {
      static constexpr char32_t kMarks[] = {0x301, 0x323, 0x327, 0x345, 0x344, 0x1D165, 0x9BE};
      AppendUtf8(kMarks[random.Below(std::size(kMarks))], &text);
    }
    EXPECT_EQ(Folded(text, kNfkc), NaiveFold(text, kNfkc)) << count;
  }
  // Quadratic time would be minutes.
  std::string text = "e";
  for (size_t i = 0; i < 500'000; ++i) text += "\u0301\u0323";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(Folded(text, kNfkc).size(), text.size());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

}  // namespace
}  // namespace ciku
