#include "io/blanks.h"

#include <gtest/gtest.h>
#include <unicode/uchar.h>

#include <string>

#include "io/utf8.h"

namespace ciku {
namespace {

TEST(BlanksTest, AreWhiteSpaceAndThreeThatAreNotSeen) {
  for (char32_t scalar = 0; scalar <= kMaxScalar; ++scalar) {
    if (scalar >= 0xD800 && scalar < 0xE000) continue;
    const bool expected = u_isUWhiteSpace(static_cast<UChar32>(scalar)) != 0 || scalar == 0x200B ||
                          scalar == 0x2060 || scalar == 0xFEFF;
    std::string text;
    AppendUtf8(scalar, &text);
    ASSERT_EQ(Trimmed(text).empty(), expected) << std::hex << static_cast<uint32_t>(scalar);
    ASSERT_EQ(HoldsBlank("一" + text + "一"), expected)
        << std::hex << static_cast<uint32_t>(scalar);
    ASSERT_EQ(Trimmed("一" + text + text), expected ? "一" : "一" + text + text);
    ASSERT_EQ(Trimmed(text + text + "一"), expected ? "一" : text + text + "一");
  }
}

TEST(BlanksTest, Trim) {
  EXPECT_EQ(Trimmed(""), "");
  EXPECT_EQ(Trimmed(" \t\u3000"), "");
  EXPECT_EQ(Trimmed("\uFEFF a b\u00A0\r\n"), "a b");
  // Parts of blanks are no blanks.
  EXPECT_EQ(Trimmed("\x80\x80"), "\x80\x80");
  EXPECT_EQ(Trimmed("\xE3\x80"), "\xE3\x80");
  EXPECT_EQ(Trimmed("\xC2"), "\xC2");
}

TEST(BlanksTest, Split) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(SplitAtBlanks(" a\t\u3000b  c "), (Parts{"a", "b", "c"}));
  EXPECT_EQ(SplitAtBlanks("\u3000"), Parts());
  EXPECT_EQ(SplitAt("a, b,,", ','), (Parts{"a", " b", "", ""}));
  EXPECT_EQ(SplitAt("", ','), Parts{""});
}

}  // namespace
}  // namespace ciku
