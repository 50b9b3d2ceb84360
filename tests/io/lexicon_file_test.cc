#include "io/lexicon_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <string>
#include <vector>

#include "io/error.h"
#include "tests/random_text.h"
#include "tests/read_lexicon.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

using Entries = LexiconEntries;

TEST(LexiconFileTest, EveryFormatIsToldFromItsLines) {
  const Scratch scratch;
  const auto read = [&](std::string_view text, LexiconFormat format) {
    return ReadLexicon(scratch.Write("lexicon", text), format);
  };
  const Entries both = {{"中国", 12}, {"T恤", 3}};
  EXPECT_EQ(read("中国\t12\nT恤\t3\n", LexiconFormat::kTsv), both);
  EXPECT_EQ(read("\uFEFF中国\t12\r\n\r\nT恤\t3", LexiconFormat::kTsv), both);
  EXPECT_EQ(read("word\tcount\tentropy\n中国\t12\t0.5\nT恤\t3\t1\n", LexiconFormat::kTsv), both);
  EXPECT_EQ(read("中国 12 ns\nT恤 3\n", LexiconFormat::kJieba), both);
  EXPECT_EQ(read("中国 ns 12\nT恤 n 2 nz 1\n", LexiconFormat::kHanlp), both);
  EXPECT_EQ(read("中国\tns\t12\nT恤\tn\t3\n", LexiconFormat::kHanlp), both);
  // Words may hold tabs, and lines may have fewer columns than the header.
  EXPECT_EQ(read("word\tcount\tx\n\ta\t\t12\t\nb\t3\n", LexiconFormat::kTsv),
            (Entries{{"\ta\t", 12}, {"b", 3}}));
  EXPECT_EQ(read("{\"word\":\"中国\",\"count\":12,\"x\":[]}\n{\"count\":3,\"word\":\"T恤\"}",
                 LexiconFormat::kJsonLines),
            both);
  const Entries uncounted = {{"中国", std::nullopt}, {"T恤", std::nullopt}};
  EXPECT_EQ(read("中国\nT恤\n", LexiconFormat::kWords), uncounted);
  EXPECT_EQ(read("中国 ns\nT恤 n\n", LexiconFormat::kJieba), uncounted);
  EXPECT_EQ(read("", LexiconFormat::kWords), Entries());
  const Entries phrases = {{"New York", std::nullopt}, {"Los Angeles", std::nullopt}};
  EXPECT_EQ(read("New York\nLos Angeles\n", LexiconFormat::kWords), phrases);
}

TEST(LexiconFileTest, CompressedAsInputsMayBe) {
  const Scratch scratch;
  const std::string text = "中国\t12\n";
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 1));
  EXPECT_EQ(ReadLexicon(scratch.Write("a", packed), LexiconFormat::kTsv), (Entries{{"中国", 12}}));
}

TEST(LexiconFileTest, BrokenLinesAreNamed) {
  const Scratch scratch;
  const auto message = [&](const std::string& text) -> std::string {
    const std::string path = scratch.Write("lexicon", text);
    LexiconReader reader(path);
    LexiconEntry entry;
    try {
      while (reader.Next(&entry)) {
      }
    } catch (const InputError& error) {
      return std::string(error.what()).substr(path.size());
    }
    return "";
  };
  const auto no_line = [](int line, const std::string& format) {
    return fmt::format(": line {} does not fit the lexicon format {}", line, format);
  };
  const std::string tsv = "tsv (a word, a tab and a count)";
  const std::string jsonl = R"(jsonl ({"word":"...","count":1}))";
  const std::string hanlp = "hanlp (a word, a tag and a count)";
  const std::string good = "甲\t1\n乙\t2\n丙\t3\n";
  EXPECT_EQ(message(good), "");
  EXPECT_EQ(message(good + "丁\n"), no_line(4, tsv));
  EXPECT_EQ(message(good + "\n丁\t-1\n"), no_line(5, tsv));
  EXPECT_EQ(message(good + "丁\t99999999999999999999\n"), no_line(4, tsv));
  EXPECT_EQ(message(good + "\t1\n"), no_line(4, tsv));
  EXPECT_EQ(message("甲\t-1\n"), no_line(1, tsv)) << "though no line fits";
  EXPECT_EQ(message("{\"word\":\"a\"}\n{\"word\":\"a\"}\n{\"word\":1}\n"), no_line(3, jsonl));
  EXPECT_EQ(message("{\"text\":\"a\"}\n"), no_line(1, jsonl)) << "though no line fits";
  EXPECT_EQ(message("甲 n 1\n乙 n 1\n丙\n"), no_line(3, hanlp));
  EXPECT_EQ(message("甲\t1\n\xFF\t2\n"), ": line 2 is not valid UTF-8");
  EXPECT_EQ(message(std::string(3'000'000, 'a')), ": line 1 is longer than 1048576 bytes");
}

// The lexicon is larger than the reader's buffer, so that lines cross the end of the buffer.
TEST(LexiconFileTest, WhatIsWrittenIsReadBack) {
  const Scratch scratch;
  for (const auto& [name, format] : kLexiconFormats) {
    SCOPED_TRACE(testing::Message() << name << ", seed 5");
    EXPECT_EQ(LexiconFormatName(format), name);
    RandomText random(5);
    Entries entries;
    std::string lines;
    for (int i = 0; i < 60'000; ++i) {
      std::string word;
      for (uint64_t length = random.Below(8) + 1; length > 0; --length) {
        AppendUtf8(U'一' + static_cast<char32_t>(random.Below(20'000)), &word);
      }
      const uint64_t count = random.Below(1'000'000) + 1;
      AppendLexiconLine(format, word, count, &lines);
      entries.emplace_back(word, count);
      if (format == LexiconFormat::kWords) entries.back().second.reset();
    }
    EXPECT_TRUE(ReadLexicon(scratch.Write("lexicon", lines), format) == entries);
  }
}

TEST(LexiconFileTest, WhiteSpaceHasNoPlaceBetweenSpaces) {
  std::string line;
  EXPECT_THROW(AppendLexiconLine(LexiconFormat::kJieba, "New York", 3, &line), InputError);
  AppendLexiconLine(LexiconFormat::kTsv, "New York", 3, &line);
  EXPECT_EQ(line, "New York\t3\n");
}

}  // namespace
}  // namespace ciku
