#include "engine/text/alphabet.h"

#include <gtest/gtest.h>

#include <string_view>
#include <utility>

#include "engine/text/symbols.h"

namespace ciku {
namespace {

void ExpectSymbols(Alphabet alphabet, std::u32string_view inside, std::u32string_view outside) {
  for (const char32_t c : inside) EXPECT_TRUE(IsSymbol(alphabet, c)) << std::hex << uint32_t{c};
  for (const char32_t c : outside) EXPECT_FALSE(IsSymbol(alphabet, c)) << std::hex << uint32_t{c};
}

TEST(AlphabetTest, Members) {
  ExpectSymbols(Alphabet::kBasic, U"一龥09azAZ", U"龦㐀々〇é，。 \n\r_Ａ〸");
  ExpectSymbols(Alphabet::kHan, U"一龥龦㐀々〇𠀀\U000323AF09azAZ⺀", U"アーé，。 \n、〆Ａ");
  ExpectSymbols(Alphabet::kLetters, U"一㐀𠀀アー한éжกิ９²Ⅷ々〇Ａ", U"，。 \n_-+😀\u200b");
  ExpectSymbols(Alphabet::kAny, U"一， \t_😀\u2028\r", U"\n");
}

TEST(AlphabetTest, HanIsEveryExtension) {
  // First and last of each block's characters, by Unicode 15.
  constexpr std::pair<char32_t, char32_t> kBlocks[] = {
      {0x2E80, 0x2E99},   {0x2F00, 0x2FD5},     // radicals
      {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},     // A, and the block that it extends
      {0xF900, 0xFA6D},   {0xFA70, 0xFAD9},     // compatibility
      {0x20000, 0x2A6DF}, {0x2A700, 0x2B739},   // B, C
      {0x2B740, 0x2B81D}, {0x2B820, 0x2CEA1},   // D, E
      {0x2CEB0, 0x2EBE0}, {0x2F800, 0x2FA1D},   // F, compatibility
      {0x30000, 0x3134A}, {0x31350, 0x323AF}};  // G, H
  for (const auto& [first, last] : kBlocks) {
    for (char32_t c = first; c <= last; ++c) {
      ASSERT_TRUE(IsSymbol(Alphabet::kHan, c)) << std::hex << uint32_t{c};
      ASSERT_TRUE(IsSymbol(Alphabet::kAny, c)) << std::hex << uint32_t{c};
    }
    const bool radicals = first < 0x3000;  // radicals are signs, not letters
    EXPECT_NE(IsSymbol(Alphabet::kLetters, first), radicals) << std::hex << uint32_t{first};
  }
  // Repetition mark, zero, numerals of Suzhou; the closing mark is common to other scripts.
  ExpectSymbols(Alphabet::kHan, U"々〇〡〩〸〻", U"〆〱ヶ");
  ExpectSymbols(Alphabet::kLetters, U"々〇〡〩〸〻〆〱ヶ", U"");
}

TEST(AlphabetTest, LettersOfTheWorldsScripts) {
  ExpectSymbols(Alphabet::kLetters,
                U"ひらカタヶー한글\u1112\u1161\u11abกำลัง้ไทยཀླཱབཀྲཱि"
                U"हिन्दीবাংলাதமிழ்ქართულიհայերենעִבְרִיתالعَرَبِيَّةአማርኛខ្មែរမြန်မာລາວκόσμοςмирłéß٣๓Ⅷ²",
                U"་।·؟،。、「」\u200c\u200d…");
}

TEST(AlphabetTest, Names) {
  EXPECT_EQ(ValueNamed(kAlphabets, "han"), Alphabet::kHan);
  EXPECT_EQ(ValueNamed(kAlphabets, "Han"), std::nullopt);
  EXPECT_EQ(AlphabetName(Alphabet::kLetters), "letters");
}

TEST(SymbolsTest, FrequentSymbolsHaveSmallIds) {
  const Symbols symbols(Alphabet::kBasic, "的的的中中国，，，，，");
  EXPECT_EQ(symbols.ids()[U'的'], 1U);
  EXPECT_EQ(symbols.ids()[U'中'], 2U);
  EXPECT_EQ(symbols.ids()[U'国'], 3U);
  EXPECT_EQ(symbols.ids()[U'，'], kSeparator);
  EXPECT_EQ(symbols.size(), 1U + (0x9FA5 - 0x4E00 + 1) + 62);
}

TEST(SymbolsTest, TheSampleIsFolded) {
  const Symbols symbols(Alphabet::kBasic, "ＡaＡＢ中", {.nfkc = true, .lower = true});
  ASSERT_NE(symbols.normalizer(), nullptr);
  EXPECT_EQ(symbols.ids()[U'a'], 1U);
  EXPECT_EQ(symbols.sampled(1), 3U);
  EXPECT_EQ(Symbols(Alphabet::kBasic).normalizer(), nullptr);
  EXPECT_NE(symbols.Checksum(), Symbols(Alphabet::kBasic, "ＡaＡＢ中").Checksum());
}

TEST(SymbolsTest, EverySymbolHasAnIdOfItsOwn) {
  for (const Alphabet alphabet : {Alphabet::kHan, Alphabet::kAny}) {
    const Symbols symbols(alphabet, "词库\xFF");
    for (SymbolId id = 1; id < symbols.size(); ++id) {
      ASSERT_EQ(symbols.ids()[symbols.scalar(id)], id);
      ASSERT_TRUE(IsSymbol(alphabet, symbols.scalar(id)));
    }
  }
}

}  // namespace
}  // namespace ciku
