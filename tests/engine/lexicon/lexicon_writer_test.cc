#include "engine/lexicon/lexicon_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "io/error.h"
#include "io/lexicons/lexicon_file.h"
#include "tests/random_text.h"
#include "tests/read_lexicon.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

const WordStatistics kOf = {.frequency = 15,
                            .documents = 4,
                            .cohesion = -0.00000001,
                            .left_entropy = 1.0 / 3,
                            .right_entropy = 2,
                            .left_variety = 3,
                            .right_variety = 2,
                            .stretches = 0,
                            .gain = kInfinity,
                            .score = std::nan("")};
const WordStatistics kOfOther = {.cohesion = -kInfinity};

// A lexicon of two words, with their statistics if these are known.
std::string Written(const LexiconLayout& layout, KnownStatistics known = {}) {
  std::string out;
  LexiconWriter writer(layout, known, [&](std::string_view text) { out += text; }, 16);
  const bool any = known.measured || known.divided;
  writer.Add("中国", 12, any ? &kOf : nullptr);
  writer.Add("a,\"b", 4, any ? &kOfOther : nullptr);
  EXPECT_EQ(writer.written().written, 2U);
  return out;
}

TEST(LexiconWriterTest, Formats) {
  const auto written = [](LexiconFormat format) { return Written({.format = format}); };
  EXPECT_EQ(written(LexiconFormat::kTsv), "中国\t12\na,\"b\t4\n");
  EXPECT_EQ(written(LexiconFormat::kCsv), "word,count\n中国,12\n\"a,\"\"b\",4\n");
  EXPECT_EQ(written(LexiconFormat::kJsonLines),
            "{\"word\":\"中国\",\"count\":12}\n{\"word\":\"a,\\\"b\",\"count\":4}\n");
  EXPECT_EQ(written(LexiconFormat::kJieba), "中国 12\na,\"b 4\n");
  EXPECT_EQ(written(LexiconFormat::kHanlp), "中国 nz 12\na,\"b nz 4\n");
  EXPECT_EQ(written(LexiconFormat::kWords), "中国\na,\"b\n");
  EXPECT_EQ(written(LexiconFormat::kRime),
            "# Rime dictionary\n# encoding: utf-8\n---\nname: \"ciku\"\nversion: \"1\"\n"
            "sort: by_weight\ncolumns: [text, weight]\n...\n中国\t12\na,\"b\t4\n");
  // ln(12 / 16) and ln(4 / 16).
  EXPECT_EQ(written(LexiconFormat::kSentencePiece), "中国\t-0.287682\na,\"b\t-1.386294\n");
}

TEST(LexiconWriterTest, AScoreOfAllCountsIsZero) {
  std::string out;
  LexiconWriter writer(
      {.format = LexiconFormat::kSentencePiece}, {}, [&](std::string_view text) { out += text; },
      3);
  writer.Add("词", 3);
  writer.Add("典", 0);
  EXPECT_EQ(out, "词\t0.000000\n");
  EXPECT_EQ(writer.written().left_out, 1U);
}

TEST(LexiconWriterTest, StatisticsAreFurtherColumns) {
  const auto written = [](LexiconFormat format) {
    return Written({.format = format, .statistics = true}, {.measured = true});
  };
  EXPECT_EQ(written(LexiconFormat::kTsv),
            "word\tcount\tfrequency\tdocuments\tcohesion\tleft_entropy\tright_entropy\tvariety\n"
            "中国\t12\t15\t4\t0.000000\t0.333333\t2.000000\t2\n"
            "a,\"b\t4\t0\t0\t\t0.000000\t0.000000\t0\n");
  EXPECT_EQ(written(LexiconFormat::kCsv),
            "word,count,frequency,documents,cohesion,left_entropy,right_entropy,variety\n"
            "中国,12,15,4,0.000000,0.333333,2.000000,2\n"
            "\"a,\"\"b\",4,0,0,,0.000000,0.000000,0\n");
  EXPECT_EQ(written(LexiconFormat::kJsonLines),
            "{\"word\":\"中国\",\"count\":12,\"frequency\":15,\"documents\":4,"
            "\"cohesion\":0.000000,\"left_entropy\":0.333333,\"right_entropy\":2.000000,"
            "\"variety\":2}\n"
            "{\"word\":\"a,\\\"b\",\"count\":4,\"frequency\":0,\"documents\":0,"
            "\"cohesion\":null,\"left_entropy\":0.000000,\"right_entropy\":0.000000,"
            "\"variety\":0}\n");
}

TEST(LexiconWriterTest, ColumnsAreChosen) {
  const KnownStatistics all = {.measured = true, .divided = true};
  EXPECT_EQ(Written({.columns = {"count", "word"}}), "count\tword\n12\t中国\n4\ta,\"b\n");
  EXPECT_EQ(Written({.columns = {"word", "count"}}), "中国\t12\na,\"b\t4\n");
  EXPECT_EQ(Written({.columns = {"word"}, .header = false}), "中国\na,\"b\n");
  // Values that are no finite numbers are empty.
  EXPECT_EQ(Written({.columns = {"score", "word", "left-entropy", "gain", "stretches"}}, all),
            "score\tword\tleft_entropy\tgain\tstretches\n"
            "\t中国\t0.333333\t\t0\n\ta,\"b\t0.000000\t\t\n");
  EXPECT_EQ(Written({.format = LexiconFormat::kJsonLines, .columns = {"score", "word"}}, all),
            "{\"score\":null,\"word\":\"中国\"}\n{\"score\":null,\"word\":\"a,\\\"b\"}\n");
  EXPECT_THROW(Written({.columns = {"score"}}, {.measured = true}), UsageError);
  EXPECT_THROW(Written({.columns = {"cohesion"}}, {.divided = true}), UsageError);
  EXPECT_THROW(CheckLayout({.columns = {"entropy"}}), UsageError);
  EXPECT_THROW(CheckLayout({.columns = {"word", "x"}}), UsageError);
  EXPECT_THROW(CheckLayout({.columns = {"word", "count", "word"}}), UsageError);
  EXPECT_THROW(CheckLayout({.columns = {"left_entropy", "left-entropy"}}), UsageError);
}

TEST(LexiconWriterTest, HeadersAndMarks) {
  EXPECT_EQ(Written({.header = true}), "word\tcount\n中国\t12\na,\"b\t4\n");
  EXPECT_EQ(Written({.format = LexiconFormat::kCsv, .header = false, .byte_order_mark = true}),
            "\uFEFF中国,12\n\"a,\"\"b\",4\n");
  EXPECT_EQ(Written({.header = true, .byte_order_mark = true}).substr(0, 7), "\uFEFFword");
  for (const auto& [name, format] : kLexiconFormats) {
    SCOPED_TRACE(name);
    if (format == LexiconFormat::kTsv || format == LexiconFormat::kCsv) continue;
    EXPECT_THROW(CheckLayout({.format = format, .header = true}), UsageError);
    EXPECT_THROW(CheckLayout({.format = format, .header = false}), UsageError);
    EXPECT_THROW(CheckLayout({.format = format, .byte_order_mark = true}), UsageError);
    if (HoldsColumns(format)) continue;
    EXPECT_THROW(CheckLayout({.format = format, .columns = {"word"}}), UsageError);
    EXPECT_THROW(CheckLayout({.format = format, .statistics = true}), UsageError);
  }
}

TEST(LexiconWriterTest, WordsThatTheFormatCannotHoldAreLeftOutAndNamed) {
  const auto write = [](LexiconFormat format) {
    LexiconWriter writer({.format = format}, {}, [](std::string_view) {}, 9);
    for (const char* word : {"New York", "#a", " ", "a\tb", "词\u3000", "词典"})
      writer.Add(word, 1);
    EXPECT_EQ(writer.written().written + writer.written().left_out, 6U);
    return writer.written();
  };
  const auto left_out = [&](LexiconFormat format) {
    const WrittenWords written = write(format);
    return std::pair(written.left_out, written.first_left_out);
  };
  using LeftOut = std::pair<uint64_t, std::string>;
  EXPECT_EQ(left_out(LexiconFormat::kTsv), LeftOut(0, ""));
  EXPECT_EQ(left_out(LexiconFormat::kCsv), LeftOut(0, ""));
  EXPECT_EQ(left_out(LexiconFormat::kJsonLines), LeftOut(0, ""));
  EXPECT_EQ(left_out(LexiconFormat::kJieba), LeftOut(4, "New York"));
  EXPECT_EQ(left_out(LexiconFormat::kHanlp), LeftOut(4, "New York"));
  EXPECT_EQ(left_out(LexiconFormat::kWords), LeftOut(3, " "));
  EXPECT_EQ(left_out(LexiconFormat::kSentencePiece), LeftOut(3, " "));
  EXPECT_EQ(left_out(LexiconFormat::kRime), LeftOut(4, "#a"));
  EXPECT_EQ(write(LexiconFormat::kTsv).with_tabs, 1U);
  EXPECT_EQ(write(LexiconFormat::kTsv).first_with_tabs, "a\tb");
  EXPECT_EQ(write(LexiconFormat::kCsv).with_tabs, 0U);
}

// The lexicon is larger than the reader's buffer, so that lines cross the end of the buffer.
TEST(LexiconWriterTest, WhatIsWrittenIsReadBack) {
  const Scratch scratch;
  for (const auto& [name, format] : kLexiconFormats) {
    if (format == LexiconFormat::kSentencePiece) continue;
    SCOPED_TRACE(testing::Message() << name << ", seed 5");
    EXPECT_EQ(LexiconFormatName(format), name);
    RandomText random(5);
    LexiconEntries entries;
    std::string lines;
    LexiconWriter writer({.format = format}, {}, [&](std::string_view text) { lines += text; });
    for (int i = 0; i < 60'000; ++i) {
      std::string word;
      for (uint64_t length = random.Below(8) + 1; length > 0; --length) {
        AppendUtf8(U'一' + static_cast<char32_t>(random.Below(20'000)), &word);
      }
      const uint64_t count = random.Below(1'000'000) + 1;
      writer.Add(word, count);
      entries.emplace_back(word, count);
      if (format == LexiconFormat::kWords) entries.back().second.reset();
    }
    EXPECT_TRUE(ReadLexicon(scratch.Write("lexicon", lines), format) == entries);
  }
}

// Words of signs that mean something in some format.
TEST(LexiconWriterTest, OddWordsAreReadBackByTheNameOfTheFormat) {
  const Scratch scratch;
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    for (const auto& [name, format] : kReadFormats) {
      if (!format) continue;
      SCOPED_TRACE(testing::Message() << name << ", seed " << seed);
      RandomText random(seed);
      LexiconEntries entries;
      std::string lines;
      LexiconWriter writer({.format = *format}, {}, [&](std::string_view text) { lines += text; });
      for (int i = 0; i < 50; ++i) {
        static constexpr std::string_view kParts[] = {"词", "a",   "n",   "5",  "1.5", "word",
                                                      "#",  "{\"", ",",   "\"", "-",   "%",
                                                      ".",  "...", "---", " "};
        std::string word = "词";
        for (uint64_t length = random.Below(6); length > 0; --length) {
          word += kParts[random.Below(std::size(kParts))];
        }
        word += "典";
        if (random.Chance(0.5)) word.erase(0, 3);  // the beginning may be anything but a blank
        if (word.starts_with(' ') || !HoldsWord(*format, word)) continue;
        writer.Add(word, i + 1);
        entries.emplace_back(word, i + 1);
        if (format == LexiconFormat::kWords) entries.back().second.reset();
      }
      LexiconReader reader(scratch.Write("lexicon", lines), format);
      LexiconEntries seen;
      for (LexiconEntry entry; reader.Next(&entry);) seen.emplace_back(entry.word, entry.count);
      ASSERT_EQ(seen, entries) << lines;
    }
  }
}

}  // namespace
}  // namespace ciku
