#include "engine/text/units.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/text/alphabet.h"
#include "tests/unit_text.h"

namespace ciku {
namespace {

// Writes units in brackets.
std::string Marked(std::string_view text, Alphabet alphabet = Alphabet::kBasic) {
  std::string marked;
  for (const Part& part : PartsOf(UnitRules(alphabet), text)) {
    marked += part.is_unit ? "[" + std::string(part.text) + "]" : std::string(part.text);
  }
  return marked;
}

TEST(UnitsTest, DatesAndTimes) {
  EXPECT_EQ(Marked("2019年3月12日8时30分"), "[2019年][3月][12日][8时][30分]");
  EXPECT_EQ(Marked("二〇一九年 一九年 二○零九年"), "[二〇一九年][ ][一九年][ ][二○零九年]");
  EXPECT_EQ(Marked("三十一日十二月一月"), "[三十一日][十二月][一月]");
  EXPECT_EQ(Marked("１９９８年１月"), "[１９９８年][１月]");
  // Too many or too few digits or numerals, or other ones.
  EXPECT_EQ(Marked("12019年，198年，123日，三年，一二三年"),
            "[12019]年[，][198]年[，][123]日[，]三年[，][一二三]年");
  EXPECT_EQ(Marked("二百日，两日，三千月，十一年，一二三四日"),
            "[二百]日[，]两日[，][三千]月[，][十一]年[，][一二三四]日");
  EXPECT_EQ(Marked("1.5日，十二时"), "[1.5]日[，][十二]时");
  // Moon cakes, minutes that last, and fractions.
  EXPECT_EQ(Marked("8月饼，三月球，5分钟，3分之1。30分"),
            "[8]月饼[，]三月球[，][5]分钟[，][3]分之[1][。][30分]");
}

TEST(UnitsTest, LatinWordsAndNumbers) {
  EXPECT_EQ(Marked("iPhone15在WiFi下，v1.2.3，GB18030"),
            "[iPhone15]在[WiFi]下[，][v1.2.3][，][GB18030]");
  EXPECT_EQ(Marked("99.9%，1,000万，12:30 3/4 1·5 35% 5‰"),
            "[99.9%][，][1,000万][，][12:30][ ][3/4][ ][1·5][ ][35%][ ][5‰]");
  EXPECT_EQ(Marked("３．５％和１，０００"), "[３．５％]和[１，０００]");
  EXPECT_EQ(Marked("10亿元，100万%%，a5万，5a%"), "[10亿]元[，][100万%][%][，][a5]万[，][5a][%]");
  EXPECT_EQ(Marked("1.2.，.5，a.b，1.a，é·Ж"),
            "[1.2][.][，][.][5][，][a][.][b][，][1][.][a][，][é][·][Ж]");
  EXPECT_EQ(Marked("naïve αβγ Москва"), "[naïve][ ][αβγ][ ][Москва]");
}

TEST(UnitsTest, ChineseNumbers) {
  EXPECT_EQ(Marked("第三个第二十一，几十几百万人"), "[第三]个[第二十一][，][几十][几百万]人");
  EXPECT_EQ(Marked("二十多，三千五百，两百，一二"), "[二十]多[，][三千五百][，][两百][，][一二]");
  EXPECT_EQ(Marked("一一对应，万万，一一一，三个，第个，几个，几三"),
            "一一对应[，]万万[，][一一一][，]三个[，]第个[，]几个[，]几三");
  EXPECT_EQ(Marked("三点五，一点一，第二点五，十点五，点五"),
            "[三点五][，][一点一][，][第二点五][，]十点五[，]点五");
}

TEST(UnitsTest, OtherCharacters) {
  EXPECT_EQ(Marked("——好……==-—。。！ \t"), "[——]好[……][==][-][—][。][。][！][ ][\t]");
  EXPECT_EQ(Marked("．.＊*"), "[．.][＊*]");
  EXPECT_EQ(Marked("中\xFF国\xE4\xB8"), "中[\xFF]国[\xE4][\xB8]");
  // What is a symbol depends on the alphabet.
  EXPECT_EQ(Marked("々〇カ○"), "[々][〇][カ][○]");
  EXPECT_EQ(Marked("々〇カ○〇○", Alphabet::kHan), "々〇[カ][○〇○]");
  EXPECT_EQ(Marked("カ三十二年ก2019年1万，", Alphabet::kLetters), "カ三十二年ก[2019]年[1万][，]");
  EXPECT_EQ(Marked("，a.b。1,5 --", Alphabet::kAny), "，[a][.][b]。[1,5][ ][--]");
}

TEST(UnitsTest, LongUnitsAreDivided) {
  const UnitRules rules(Alphabet::kBasic);
  const std::vector<Part> parts = PartsOf(rules, "123456789012中国中国中国中国中国", 8);
  std::vector<std::string_view> texts;
  for (const Part& part : parts) texts.push_back(part.text);
  EXPECT_EQ(texts, (std::vector<std::string_view>{"12345678", "9012", "中国中国中国中国", "中国"}));
}

TEST(UnitsTest, ASettledUnitDoesNotDependOnWhatFollows) {
  size_t settled_units = 0;
  for (const auto& [name, alphabet] : kAlphabets) {
    const UnitRules rules(alphabet);
    for (uint64_t seed = 1; seed <= 300; ++seed) {
      SCOPED_TRACE(testing::Message() << name << " seed " << seed);
      RandomText random(seed);
      const std::string text = MakeUnitText(30, 0.01, &random);
      const std::vector<CodedSymbol> codes = CodesOf(rules, text);
      for (size_t at = 0; at < codes.size(); ++at) {
        bool settled;
        const CodedSymbol* const begin = codes.data() + at;
        const size_t unit = rules.UnitAt(begin, codes.data() + codes.size(), &settled);
        EXPECT_TRUE(unit == 0 || rules.MayBegin(*begin));
        for (size_t size = 1; at + size <= codes.size(); ++size) {
          const size_t seen = rules.UnitAt(begin, begin + size, &settled);
          if (!settled) continue;
          EXPECT_EQ(seen, unit);
          ++settled_units;
        }
      }
    }
  }
  EXPECT_GT(settled_units, 1000U);
}

}  // namespace
}  // namespace ciku
