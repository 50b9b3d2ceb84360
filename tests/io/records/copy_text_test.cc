#include "io/records/copy_text.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/naive_tables.h"
#include "tests/random_text.h"
#include "tests/table_reading.h"

namespace ciku {
namespace {

TableTexts ReadCopy(std::string_view text, const std::vector<size_t>& columns, size_t width,
                    const std::optional<std::string>& join = std::nullopt, bool skip_bad = false) {
  return ReadTable(ParseCopy, text, {{'\t', columns, width}, join, skip_bad});
}

TEST(CopyTextTest, FieldsOfOneRecord) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> records = {
      {"a\tb\tc", {"a", "b", "c"}},
      {"a\tb\nc\n", {"a", "b"}},
      {"词典\t文本\r\n", {"词典", "文本"}},
      {"\t\n", {"", ""}},
      {"a\t\r\n", {"a", ""}},
      {"\"a\tb\"\n", {"\"a", "b\""}},
      // Null.
      {"\\N\ta\t\\N\n", {"", "a", ""}},
      {"\\N\r\n", {""}},
      {"\\NN\ta\\N\t\\\\N\tN\n", {"NN", "aN", "\\N", "N"}},
      // Escapes.
      {R"(\b\f\n\r\t\v\\)", {"\b\f\n\r\t\v\\"}},
      {R"(a\nb)", {"a\nb"}},
      {R"(\\n)", {"\\n"}},
      {R"(\a\.\"\N\\N)", {"a.\"N\\N"}},
      {R"(\101\60\7)", {"A0\a"}},
      {R"(\1011\78\8\407\777)",
       {"A1\a8"
        "8\a\xFF"}},
      {R"(\0)", {std::string(1, '\0')}},
      {R"(\x41\x4\x4aB\x4G\xg\X41)", {"A\x04JB\x04GxgX41"}},
      {R"(\346\226\207\xe6\x9c\xac)", {"文本"}},
      {"a\\\tb\tc\n", {"a\tb", "c"}},
      {"a\\\nb\tc\n", {"a\nb", "c"}},
      {"a\\\\\nb\n", {"a\\"}},
      {"a\\\\\\\nb\n", {"a\\\nb"}},
      {"a\\\\\tb\n", {"a\\", "b"}},
      {"\\词\\\xFF\n", {"词\xFF"}},
      {"a\\", {"a\\"}},
      {"\\x", {"x"}},
      // Carriage returns.
      {"a\rb\r\n", {"a\rb"}},
      {"a\r\r\n", {"a\r"}},
      {"a\r", {"a"}},
      {"a\\\r\n", {"a\r"}},
      {"a\\\\\r\n", {"a\\"}},
      {"a\\\r", {"a\r"}},
      {"a\\r\r\n", {"a\r"}},
      // What comes before the record.
      {"\n\r\n\\.\n\\.\r\na\tb\n", {"a", "b"}},
      {" \na\n", {" "}},
      {"\\.a\n", {".a"}},
      {"\\.\ta\n", {".", "a"}},
      {".\n", {"."}},
      {"", {}},
      {"\n\\.\n\r\n\\.", {}},
  };
  for (const auto& [text, fields] : records) {
    EXPECT_EQ(CopyFields(text, '\t'), fields) << text;
  }
}

TEST(CopyTextTest, OtherDelimiters) {
  EXPECT_EQ(CopyFields("a\tb|c\\|d|\\N|\n", '|'),
            (std::vector<std::string>{"a\tb", "c|d", "", ""}));
  EXPECT_EQ(CopyFields("a,\\,,b\n", ','), (std::vector<std::string>{"a", ",", "b"}));
}

TEST(CopyTextTest, ColumnsAreTakenInTheOrderAsked) {
  const std::string table = "1\ta\tx\\ny\n\r\n2\t\\N\t\\\\\n\\.\n3\tc\t\\\n\n";
  EXPECT_EQ(ReadCopy(table, {1}, 3), (TableTexts{{"a", "", "c"}, 3}));
  EXPECT_EQ(ReadCopy(table, {2, 0}, 3), (TableTexts{{"x\ny", "1", "\\", "2", "\n", "3"}, 6}));
  EXPECT_EQ(ReadCopy(table, {2, 1, 2}, 3, "|"),
            (TableTexts{{"x\ny|a|x\ny", "\\||\\", "\n|c|\n"}, 3}));
  EXPECT_EQ(ReadCopy("", {0}, 1), (TableTexts{{}, 0}));
}

TEST(CopyTextTest, BlankLinesAreRecordsOfOneField) {
  EXPECT_EQ(ReadCopy("a\n\n\r\n\\N\nb", {0}, 1), (TableTexts{{"a", "", "", "", "b"}, 5}));
  EXPECT_EQ(ReadCopy("\n", {0}, 1), (TableTexts{{""}, 1}));
  EXPECT_EQ(ReadCopy("a\tb\n\n\r\nc\td\n\n", {0}, 2), (TableTexts{{"a", "c"}, 2}));
}

TEST(CopyTextTest, ReadingGoesOnBehindTheEndOfATable) {
  EXPECT_EQ(ReadCopy("a\tb\n\\.\nc\td\n\\.\r\n\\.", {1}, 2), (TableTexts{{"b", "d"}, 2}));
  EXPECT_EQ(ReadCopy("a\n\\.\n\nb\n", {0}, 1), (TableTexts{{"a", "", "b"}, 3}));
  const TableTexts other = ReadCopy("a\tb\n\\.\nSELECT 1;\n", {1}, 2);
  EXPECT_EQ(other.texts, std::vector<std::string>{"b"});
  EXPECT_NE(other.error.find("f: offset 7: this record has 1 field, "), other.error.npos);
}

TEST(CopyTextTest, BadRecordsAreNamedOrCounted) {
  const std::string table = "a\tb\nx\ty\\\tz\nu\nc\td\ne\tf\tg\n";
  EXPECT_EQ(ReadCopy(table, {1}, 2).error,
            "f: offset 11: this record has 1 field, and the first one has 2; mend it, or pass "
            "--skip-bad-records to leave such records out");
  EXPECT_EQ(ReadCopy(table, {1}, 2, std::nullopt, true), (TableTexts{{"b", "y\tz", "d"}, 3, 2}));
}

TEST(CopyTextTest, FirstRecord) {
  const std::vector<std::pair<std::string, std::optional<size_t>>> starts = {
      {"", std::nullopt},       {"a\tb", std::nullopt},  {"a\tb\nc", 4},
      {"\n\r\n\\.\na\n\n", 8},  {"\\.", std::nullopt},   {"\\.\n\n", std::nullopt},
      {"a\\\nb", std::nullopt}, {"a\\\nb\nc", 5},        {"a\\\\\nb", 4},
      {"a\r", std::nullopt},    {"\\.\r", std::nullopt},
  };
  for (const auto& [start, end] : starts) EXPECT_EQ(FirstCopyRecord(start), end) << start;
}

std::string WriteCopyField(std::string_view field, RandomText* random) {
  static constexpr std::string_view kControls = "\b\f\n\r\t\v";
  static constexpr std::string_view kLetters = "bfnrtv";
  std::string text;
  if (field.empty() && random->Chance(0.3)) return "\\N";
  for (const char byte : field) {
    const size_t control = kControls.find(byte);
    const bool plain = std::string_view("\t\n\r\\").find(byte) == std::string_view::npos;
    const bool digit = std::string_view("01234567bfnrtvxN.").find(byte) != std::string_view::npos;
    if (random->Chance(0.05)) {
      const unsigned value = static_cast<unsigned char>(byte);
      text += '\\';
      for (const unsigned shift : {6, 3, 0}) text += static_cast<char>('0' + (value >> shift) % 8);
    } else if (control != kControls.npos && random->Chance(0.5)) {
      text += std::string("\\") + kLetters[control];
    } else {
      if (!plain || (!digit && random->Chance(0.1))) text += '\\';
      text += byte;
    }
  }
  return text;
}

TEST(CopyTextTest, WhatIsWrittenIsReadAgain) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    RandomText random(seed);
    const size_t width = 1 + random.Below(4);
    ColumnChoice columns = {.delimiter = '\t', .columns = {}, .width = width};
    for (size_t i = 0; i < width; ++i) columns.columns.push_back(i);
    std::string text;
    std::vector<std::string> texts;
    for (size_t records = random.Below(30); records > 0; --records) {
      for (size_t i = 0; i < width; ++i) {
        std::string field = random.Make({.symbols = random.Below(20), .line_ends = 0.05});
        while (random.Chance(0.3)) {
          field.insert(random.Below(field.size() + 1), 1, "\\\\N.n\t\n\r"[random.Below(8)]);
        }
        texts.push_back(field);
        text += WriteCopyField(field, &random);
        if (i + 1 < width) text += '\t';
      }
      text += random.Chance(0.5) ? "\n" : "\r\n";
    }
    EXPECT_EQ(ReadTable(ParseCopy, text, {columns, std::nullopt, false}),
              (TableTexts{texts, texts.size()}))
        << text;
  }
}

TEST(CopyTextTest, StretchesDoNotMatter) {
  for (uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    RandomText random(seed);
    std::string text;
    for (size_t size = random.Below(300); size > 0; --size) {
      text +=
          random.Chance(0.2) ? "词" : std::string(1, "\\\\\\\n\n\r\t\tN.n17x"[random.Below(14)]);
    }
    const NaiveTable table = ReadCopyNaively(text, '\t');
    for (const TableTask& task : TableTasks('\t')) {
      const TableTexts expected = ChooseNaively(table, task);
      EXPECT_EQ(ReadTable(ParseCopy, text, task), expected) << text;
      const auto stretches = Stretches(text, 1 + random.Below(20), &random);
      CopyFinder finder;
      const StitchedTable stitched = ReadStitched(&finder, ParseCopy, stretches, task);
      EXPECT_EQ(stitched.ends, FindNaively(table, stretches)) << text;
      EXPECT_EQ(stitched.read, expected) << text;
    }
  }
}

}  // namespace
}  // namespace ciku
