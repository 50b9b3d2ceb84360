#include "engine/lexicon/lexicon_writer.h"

#include <gtest/gtest.h>

#include <string>

#include "io/lexicon_file.h"
#include "tests/read_lexicon.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

TEST(LexiconWriterTest, StatisticsAreFurtherColumns) {
  const WordStatistics of = {.frequency = 15,
                             .documents = 4,
                             .cohesion = -0.00000001,
                             .left_entropy = 1.0 / 3,
                             .right_entropy = 2,
                             .left_variety = 3,
                             .right_variety = 2};
  const auto lines = [&](LexiconFormat format) {
    std::string out;
    AppendStatisticsHeader(format, false, &out);
    AppendLexiconLine(format, "中国", 12, of, false, &out);
    AppendLexiconLine(format, "\t", 3, WordStatistics{}, false, &out);
    return out;
  };
  EXPECT_EQ(lines(LexiconFormat::kTsv),
            "word\tcount\tfrequency\tdocuments\tcohesion\tleft_entropy\tright_entropy\tvariety\n"
            "中国\t12\t15\t4\t0.000000\t0.333333\t2.000000\t2\n"
            "\t\t3\t0\t0\t\t0.000000\t0.000000\t0\n");
  EXPECT_EQ(lines(LexiconFormat::kJsonLines),
            "{\"word\":\"中国\",\"count\":12,\"frequency\":15,\"documents\":4,"
            "\"cohesion\":0.000000,\"left_entropy\":0.333333,\"right_entropy\":2.000000,"
            "\"variety\":2}\n"
            "{\"word\":\"\\t\",\"count\":3,\"frequency\":0,\"documents\":0,"
            "\"cohesion\":null,\"left_entropy\":0.000000,\"right_entropy\":0.000000,"
            "\"variety\":0}\n");
  const Scratch scratch;
  const LexiconEntries words = {{"中国", 12}, {"\t", 3}};
  for (const LexiconFormat format : {LexiconFormat::kTsv, LexiconFormat::kJsonLines}) {
    EXPECT_TRUE(HoldsStatistics(format));
    EXPECT_EQ(ReadLexicon(scratch.Write("lexicon", lines(format)), format), words);
  }
  EXPECT_FALSE(HoldsStatistics(LexiconFormat::kHanlp));
}

}  // namespace
}  // namespace ciku
