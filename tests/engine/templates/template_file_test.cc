#include "engine/templates/template_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "engine/templates/template.h"
#include "io/error.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::Pair;

using Entries = std::vector<std::pair<std::string, double>>;  // texts, and logarithms of counts

Entries Read(const std::string& content) {
  const Scratch scratch;
  TemplateReader reader(scratch.Write("templates", content));
  Entries entries;
  for (TemplateEntry entry; reader.Next(&entry);) {
    entries.emplace_back(entry.pattern.Text(), entry.count.Log());
  }
  return entries;
}

std::string FaultIn(const std::string& content) {
  try {
    Read(content);
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(TemplateFileTest, Tsv) {
  EXPECT_THAT(Read("[X] 是 [X]\t12\n\n我们 班\t0.5\r\n{ } [X]\t1"),
              ElementsAre(Pair("[X] 是 [X]", std::log(12)), Pair("我们 班", std::log(0.5)),
                          Pair("{ } [X]", 0)));
  EXPECT_THAT(Read("{ [X] }\t3\n"), ElementsAre(Pair("{ [X] }", std::log(3))));
  EXPECT_TRUE(Read("").empty());
}

TEST(TemplateFileTest, JsonLines) {
  EXPECT_THAT(Read("{\"template\":[null,\"是\",null,\"的\"],\"count\":12}\n"
                   "{ \"count\" : 2.5 , \"more\":{\"a\":[1]}, \"template\" : [\"\\u6211\"] }\n"),
              ElementsAre(Pair("[X] 是 [X] 的", std::log(12)), Pair("我", std::log(2.5))));
}

TEST(TemplateFileTest, WordsThatHoldSpaces) {
  const Template york{{"New York", std::nullopt, "東京　塔"}};
  EXPECT_EQ(york.Text(), "New\u00A0York [X] 東京　塔");
  EXPECT_EQ(Template::FromText(york.Text()), york);
  EXPECT_EQ(Template::FromText("\u00A0a\u00A0\u00A0b 是"), (Template{{" a  b", "是"}}));
  EXPECT_THAT(Read("New\u00A0York 是\t2\n"), ElementsAre(Pair("New\u00A0York 是", std::log(2))));
  for (const char* const word : {"New York", "New\u00A0York"}) {
    EXPECT_THAT(Read(std::string("{\"template\":[\"") + word + "\",\"是\"],\"count\":2}"),
                ElementsAre(Pair("New\u00A0York 是", std::log(2))));
  }
}

TEST(TemplateFileTest, HugeCounts) {
  const std::string digits = "1" + std::string(400, '0');
  EXPECT_THAT(Read("a\t" + digits + "\n"),
              ElementsAre(Pair("a", testing::DoubleNear(400 * std::log(10.0), 1e-9))));
  EXPECT_THAT(Read("{\"template\":[\"a\"],\"count\":" + digits + "}\n"),
              ElementsAre(Pair("a", testing::DoubleNear(400 * std::log(10.0), 1e-9))));
}

TEST(TemplateFileTest, FaultsOfTsv) {
  const auto fault = [](const std::string& line) { return FaultIn("[X] 好\t1\n\n" + line); };
  EXPECT_THAT(fault("[X] 好\n"), EndsWith("line 3 is not a template, a tab and a count"));
  for (const char* const count :
       {"", "0", "0.0", "-1", "+1", "1e3", "1.", ".5", "a", "1 ", "inf"}) {
    EXPECT_THAT(fault(std::string("好\t") + count + "\n"),
                EndsWith("line 3 has a count that is not a number above 0 in digits"))
        << count;
  }
  EXPECT_THAT(fault("好\t" + std::string(10'001, '1')), EndsWith("more than 10000 digits"));
  const std::string empty = "has an empty token; tokens are separated by one space";
  for (const char* const text : {"", " 好", "好 ", "好  [X]"}) {
    EXPECT_THAT(fault(std::string(text) + "\t1\n"), EndsWith(empty)) << text;
  }
  EXPECT_THAT(fault("[X]\t1\n"), EndsWith("line 3 has a template without a word"));
  EXPECT_THAT(fault("[X] [X]\t1\n"), EndsWith("line 3 has two gaps in a row"));
  EXPECT_THAT(fault("好 [X] [X]\t1\n"), EndsWith("line 3 has two gaps in a row"));
  EXPECT_THAT(fault("好 \u00A0\t1\n"), EndsWith("has a token of white space"));
  EXPECT_THAT(fault("好\t1\t2\n"), EndsWith("has a token that holds a tab or a line end"));
  EXPECT_THAT(fault("\xFF\t1\n"), EndsWith("line 3 is not valid UTF-8"));
}

TEST(TemplateFileTest, FaultsOfJsonLines) {
  const auto fault = [](const std::string& line) {
    return FaultIn("{\"template\":[\"好\"],\"count\":1}\n" + line + "\n");
  };
  for (const char* const line :
       {"{\"template\":[\"好\"],\"count\":1", "{}", "[]", "{\"template\":[\"好\"]}", "好\t1",
        "{\"template\":[],\"count\":1}", "{\"template\":\"好\",\"count\":1}",
        "{\"template\":[1],\"count\":1}", "{\"template\":[\"好\"],\"count\":1} {}",
        "{\"template\":[\"好\"],\"count\":1}}", "{\"template\":[\"\\ud800\"],\"count\":1}"}) {
    EXPECT_THAT(fault(line), EndsWith("line 2 is not a JSON object with a template (words, and "
                                      "null for gaps) and a count"))
        << line;
  }
  for (const char* const count : {"0", "-1", "\"1\"", "1e3", "null", "[1]", "01x"}) {
    EXPECT_THAT(fault(std::string("{\"template\":[\"好\"],\"count\":") + count + "}"),
                EndsWith("line 2 has a count that is not a number above 0 in digits"))
        << count;
  }
  const auto fault_of = [&](const std::string& parts) {
    return fault("{\"template\":[" + parts + "],\"count\":1}");
  };
  EXPECT_THAT(fault_of("null"), EndsWith("has a template without a word"));
  EXPECT_THAT(fault_of("\"好\",null,null"), EndsWith("has two gaps in a row"));
  EXPECT_THAT(fault_of("\"\""), EndsWith("has an empty token; tokens are separated by one space"));
  EXPECT_THAT(fault_of("\" \\u3000\""), EndsWith("has a token of white space"));
  EXPECT_THAT(fault_of("\"好\\t\""), EndsWith("has a token that holds a tab or a line end"));
  EXPECT_THAT(fault_of("\"好\\u2028吗\""), EndsWith("has a token that holds a tab or a line end"));
  EXPECT_THAT(fault_of("\"[X]\""),
              EndsWith("has a token that looks like a gap; in JSON, a gap is null"));
}

TEST(TemplateCountsTest, CountsOfATemplateAreAddedUp) {
  const Scratch scratch;
  const std::string path = scratch.Write("t", "b\t99.95\na [X]\t1\nb\t0.15\n");
  const TemplateCounts counts = TemplateCounts::Load(path, 10'000);
  EXPECT_DOUBLE_EQ(counts.total().Log(), std::log(101.1));
  const auto sorted = counts.Sorted();
  ASSERT_EQ(sorted.size(), 2);
  EXPECT_EQ(sorted[0].first, "a [X]");
  EXPECT_DOUBLE_EQ(sorted[1].second.Log(), std::log(100.1));
  EXPECT_THROW(TemplateCounts::Load(path, 100), UsageError);
  EXPECT_THROW(TemplateCounts().Add(Template::FromText("[X]"), Decimal("1")), InputError);
}

TEST(TemplateCountsTest, ChecksumsTellThemApart) {
  const auto checksum = [](const std::vector<std::pair<const char*, const char*>>& entries) {
    TemplateCounts counts;
    for (const auto& [text, count] : entries) {
      counts.Add(Template::FromText(text), Decimal(count));
    }
    return counts.Checksum();
  };
  const uint64_t two = checksum({{"a [X]", "1"}, {"[X] b", "2.50"}});
  EXPECT_EQ(checksum({{"[X] b", "02.5"}, {"a [X]", "1.0"}}), two);
  EXPECT_NE(checksum({{"a [X]", "2.5"}, {"[X] b", "1"}}), two);
  EXPECT_NE(checksum({{"a [X]", "1"}, {"[X] b", "25"}}), two);
  EXPECT_NE(checksum({{"a [X]", "1"}}), two);
}

TEST(DecimalTest, Sums) {
  const auto sum = [](const char* a, const char* b) {
    Decimal decimal(a);
    decimal += Decimal(b);
    return std::exp(decimal.Log());
  };
  EXPECT_DOUBLE_EQ(sum("0", "7"), 7);
  EXPECT_DOUBLE_EQ(sum("999", "1"), 1000);
  EXPECT_DOUBLE_EQ(sum("1", "0999.75"), 1000.75);
  EXPECT_DOUBLE_EQ(sum("0.999", "0.0010"), 1);
  EXPECT_DOUBLE_EQ(sum("5", "5.5"), 10.5);
  // These are not read as octal numbers.
  EXPECT_DOUBLE_EQ(sum("010", "008.5"), 18.5);
  EXPECT_TRUE(Decimal("000.000").is_zero());
}

TEST(DecimalTest, LogarithmsAreThoseOfTheNearestDouble) {
  EXPECT_EQ(Decimal("12").Log(), std::log(12.0));
  EXPECT_EQ(Decimal("0.333333").Log(), std::log(0.333333));
  EXPECT_EQ(Decimal("41.200000").Log(), std::log(41.2));
  EXPECT_EQ(Decimal("12345678901234567890123.75").Log(), std::log(12345678901234567890123.75));
  EXPECT_EQ(Decimal("1" + std::string(300, '0') + ".5").Log(), std::log(1e300));
  EXPECT_EQ(Decimal("0." + std::string(299, '0') + "1").Log(), std::log(1e-300));
}

TEST(DecimalTest, LogarithmsBeyondDoubles) {
  const std::string zeros(5000, '0');
  EXPECT_DOUBLE_EQ(Decimal("1" + zeros).Log(), 5000 * std::log(10.0));
  EXPECT_DOUBLE_EQ(Decimal("1" + zeros + ".5").Log(), 5000 * std::log(10.0));
  EXPECT_DOUBLE_EQ(Decimal("0." + zeros + "1").Log(), -5001 * std::log(10.0));
  EXPECT_EQ(Decimal().Log(), -std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace ciku
