#include "engine/text/alphabet.h"

#include <gtest/gtest.h>

#include <string_view>

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

TEST(AlphabetTest, Names) {
  EXPECT_EQ(AlphabetNamed("han"), Alphabet::kHan);
  EXPECT_EQ(AlphabetNamed("Han"), std::nullopt);
}

TEST(SymbolsTest, FrequentSymbolsHaveSmallIds) {
  const Symbols symbols(Alphabet::kBasic, "的的的中中国，，，，，");
  EXPECT_EQ(symbols.ids()[U'的'], 1U);
  EXPECT_EQ(symbols.ids()[U'中'], 2U);
  EXPECT_EQ(symbols.ids()[U'国'], 3U);
  EXPECT_EQ(symbols.ids()[U'，'], kSeparator);
  EXPECT_EQ(symbols.size(), 1U + (0x9FA5 - 0x4E00 + 1) + 62);
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
