#include "io/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ciku {
namespace {

TEST(Utf8Test, EveryScalarRoundTripsAndNoPrefixOfItIsValid) {
  for (char32_t scalar = 0; scalar <= kMaxScalar; ++scalar) {
    if (scalar >= 0xD800 && scalar < 0xE000) continue;
    std::string bytes;
    AppendUtf8(scalar, &bytes);
    const Decoded decoded = DecodeUtf8(bytes.data(), bytes.data() + bytes.size());
    ASSERT_EQ(decoded.scalar, scalar);
    ASSERT_EQ(decoded.size, bytes.size());
    for (size_t size = 1; size < bytes.size(); ++size) {
      ASSERT_EQ(DecodeUtf8(bytes.data(), bytes.data() + size).scalar, kInvalid);
    }
  }
}

TEST(Utf8Test, InvalidBytesAreTakenOneByOne) {
  for (const std::string bytes :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
        "\xF8\x88\x80\x80\x80", "\xFE", "\xFF", "\xE4\xB8\x41", "\xC3\x28"}) {
    const Decoded decoded = DecodeUtf8(bytes.data(), bytes.data() + bytes.size());
    EXPECT_EQ(decoded.scalar, kInvalid) << testing::PrintToString(bytes);
    EXPECT_EQ(decoded.size, 1U);
  }
}

TEST(Utf8Test, SymbolsOfAText) {
  std::vector<std::pair<char32_t, size_t>> symbols;
  ForEachSymbol("a\xFF词𠀀\xE8\xAF", [&](char32_t scalar, std::string_view bytes) {
    symbols.emplace_back(scalar, bytes.size());
  });
  const std::vector<std::pair<char32_t, size_t>> expected = {
      {U'a', 1}, {kInvalid, 1}, {U'词', 3}, {U'𠀀', 4}, {kInvalid, 1}, {kInvalid, 1}};
  EXPECT_EQ(symbols, expected);
  EXPECT_EQ(CountSymbols("词库a𠀀"), 4U);
  EXPECT_EQ(CountSymbols(""), 0U);
}

TEST(Utf8Test, FindingASymbol) {
  const std::string_view text = "a词\xFF词";
  const auto place = [&](char32_t wanted) {
    return FindSymbol(text, [=](char32_t symbol) { return symbol == wanted; }) - text.data();
  };
  EXPECT_EQ(place(U'词'), 1);
  EXPECT_EQ(place(kInvalid), 4);
  EXPECT_EQ(place(U'b'), 8);
}

}  // namespace
}  // namespace ciku
