#include "io/lexicons/csv_line.h"

#include <gtest/gtest.h>

#include "tests/random_text.h"

namespace ciku {
namespace {

using Fields = std::vector<std::string>;

TEST(CsvLineTest, Fields) {
  EXPECT_EQ(SplitCsvLine(""), Fields{""});
  EXPECT_EQ(SplitCsvLine("a,,b"), (Fields{"a", "", "b"}));
  EXPECT_EQ(SplitCsvLine(" a\u3000, b c ,"), (Fields{"a", "b c", ""}));
  EXPECT_EQ(SplitCsvLine(R"("a,b", "c ""d""" ,"")"), (Fields{"a,b", "c \"d\"", ""}));
  EXPECT_EQ(SplitCsvLine("\" \",a"), (Fields{" ", "a"}));
}

TEST(CsvLineTest, BrokenQuotes) {
  for (const char* line : {"\"a", "a\"b", "\"a\"b", "a,\"b\"\"", "\"a\" \"b\"", "5\""}) {
    EXPECT_EQ(SplitCsvLine(line), std::nullopt) << line;
  }
}

TEST(CsvLineTest, QuotesOnlyWhatNeedsThem) {
  const auto quoted = [](std::string_view field) {
    std::string out;
    AppendCsvField(field, &out);
    return out;
  };
  EXPECT_EQ(quoted("词典 a'b"), "词典 a'b");
  EXPECT_EQ(quoted("a,b"), "\"a,b\"");
  EXPECT_EQ(quoted("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(quoted(" a"), "\" a\"");
  EXPECT_EQ(quoted("a\r"), "\"a\r\"");
}

TEST(CsvLineTest, WhatIsWrittenIsReadBack) {
  for (uint64_t seed = 1; seed <= 2000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    Fields fields(random.Below(5) + 1);
    std::string line;
    for (std::string& field : fields) {
      static constexpr std::string_view kParts[] = {"词", ",", "\"",     " ",
                                                    "\t", "a", "\u3000", "\r"};
      for (uint64_t i = random.Below(6); i > 0; --i) field += kParts[random.Below(8)];
      if (&field != &fields.front()) line += ',';
      AppendCsvField(field, &line);
    }
    ASSERT_EQ(SplitCsvLine(line), fields) << line;
  }
}

}  // namespace
}  // namespace ciku
