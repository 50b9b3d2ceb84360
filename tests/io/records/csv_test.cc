#include "io/records/csv.h"

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

using Strings = std::vector<std::string>;

TableTexts ReadCsv(std::string_view text, const std::vector<size_t>& columns, size_t width,
                   const std::optional<std::string>& join = std::nullopt, bool skip_bad = false) {
  return ReadTable(ParseCsv, text, {{',', columns, width}, join, skip_bad});
}

TEST(CsvTest, FieldsOfOneRecord) {
  const std::vector<std::pair<std::string, Strings>> records = {
      {"a,b,c", {"a", "b", "c"}},
      {"a,b,c\n", {"a", "b", "c"}},
      {"a,b,c\r\nd,e,f\r\n", {"a", "b", "c"}},
      {"词典,文本", {"词典", "文本"}},
      {",", {"", ""}},
      {",\n", {"", ""}},
      {"a,\r\n", {"a", ""}},
      {" a , b ", {" a ", " b "}},
      {"\"a,b\",c", {"a,b", "c"}},
      {"\"a\nb\r\nc\",d\n", {"a\nb\r\nc", "d"}},
      {R"("a ""b"" c",d)", {"a \"b\" c", "d"}},
      {R"("""",d)", {"\"", "d"}},
      {R"("",d)", {"", "d"}},
      {"\"\"\n", {""}},
      {R"("""a""")", {"\"a\""}},
      // A quote that does not open a field.
      {R"(a"b,c"",")", {"a\"b", "c\"\"", ""}},
      {R"( "a",b)", {" \"a\"", "b"}},
      // Behind the closing quote.
      {R"("a"b,c)", {"ab", "c"}},
      {R"("a"b"c",d)", {"ab\"c\"", "d"}},
      {R"("a" ,d)", {"a ", "d"}},
      {R"("a""b"c"",d)", {"a\"bc\"\"", "d"}},
      // Carriage returns.
      {"a\rb,c\r\n", {"a\rb", "c"}},
      {"a,b\r\r\n", {"a", "b\r"}},
      {"a,b\r", {"a", "b"}},
      {"\"a\",\"b\"\r\n", {"a", "b"}},
      {"\"a\r\"\r\n", {"a\r"}},
      {"\r,a\n", {"\r", "a"}},
      {"\r\"a,b\"\n", {"\r\"a", "b\""}},
      // Blank lines come before the record.
      {"\n\r\n\na,b\n", {"a", "b"}},
      {" \na,b\n", {" "}},
      {"\r\r\n", {"\r"}},
      // A quote that is not closed.
      {R"(a,"b,c)", {"a", "b,c"}},
      {R"(a,"b"")", {"a", "b\""}},
      {R"(a,")", {"a", ""}},
      // Any bytes.
      {std::string("\xFF\0,\xE8\xAF", 5), {std::string("\xFF\0", 2), "\xE8\xAF"}},
      {"", {}},
      {"\n\r\n", {}},
  };
  for (const auto& [text, fields] : records) {
    EXPECT_EQ(CsvFields(text, ','), fields) << text;
  }
}

TEST(CsvTest, AnyByteIsADelimiter) {
  EXPECT_EQ(CsvFields("a,b\t\"c\t\"\td\n", '\t'), (Strings{"a,b", "c\t", "d"}));
  EXPECT_EQ(CsvFields("a;\"b;\";c", ';'), (Strings{"a", "b;", "c"}));
  EXPECT_EQ(CsvFields(std::string("a\0b", 3), '\0'), (Strings{"a", "b"}));
  EXPECT_EQ(CsvFields("a\xFFx\xFF", '\xFF'), (Strings{"a", "x", ""}));
}

TEST(CsvTest, ColumnsAreTakenInTheOrderAsked) {
  const std::string table = "1,a,\"x\ny\"\n\r\n2,\"b\"\"\",\n";
  EXPECT_EQ(ReadCsv(table, {1}, 3), (TableTexts{{"a", "b\""}, 2}));
  EXPECT_EQ(ReadCsv(table, {2, 0}, 3), (TableTexts{{"x\ny", "1", "", "2"}, 4}));
  EXPECT_EQ(ReadCsv(table, {2, 1, 2}, 3, " | "), (TableTexts{{"x\ny | a | x\ny", " | b\" | "}, 2}));
  EXPECT_EQ(ReadCsv(table, {0}, 3, "-"), (TableTexts{{"1", "2"}, 2}));
  EXPECT_EQ(ReadCsv(table, {0, 1}, 3, ""), (TableTexts{{"1a", "2b\""}, 2}));
  EXPECT_EQ(ReadCsv("", {0}, 1), (TableTexts{{}, 0}));
}

TEST(CsvTest, BadRecordsAreNamedOrCounted) {
  const std::string remedy = "; mend it, or pass --skip-bad-records to leave such records out";
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"x\n", "4: this record has 1 field, and the first one has 2"},
      {"\r\n\nx,y,z\n", "7: this record has 3 fields, and the first one has 2"},
      {"x,y\n,,", "8: this record has 3 fields, and the first one has 2"},
      {"x,\"y\nz,\n", "6: the quote that opens here is not closed"},
      {"x,y\n\"z\"\"", "8: the quote that opens here is not closed"},
  };
  for (const auto& [text, problem] : bad) {
    const TableTexts read = ReadCsv("a,b\n" + text, {1}, 2);
    EXPECT_EQ(read.error, "f: offset " + problem + remedy);
    EXPECT_EQ(read.texts.front(), "b");
    const TableTexts skipping = ReadCsv("a,b\n" + text, {1}, 2, std::nullopt, true);
    EXPECT_EQ(skipping.error, "");
    EXPECT_EQ(skipping.bad, 1);
    EXPECT_EQ(skipping.texts, read.texts);
  }
  EXPECT_EQ(ReadCsv("a,b\nc\nd,e\n,,\nf,g\n", {1}, 2, std::nullopt, true),
            (TableTexts{{"b", "e", "g"}, 3, 2}));
}

TEST(CsvTest, FirstRecord) {
  const std::vector<std::pair<std::string, std::optional<size_t>>> starts = {
      {"", std::nullopt},
      {"a,b", std::nullopt},
      {"a,b\n", 4},
      {"a,b\r\nc", 5},
      {"\n\r\na\nb\n", 5},
      {"\n\n", std::nullopt},
      {"\"a\nb", std::nullopt},
      {"\"a\nb\"\nc\n", 6},
      {"\"a\"", std::nullopt},
      {"\"a\"\"\n", std::nullopt},
      {"a,b\r", std::nullopt},
      {"\n\r", std::nullopt},
  };
  for (const auto& [start, end] : starts) EXPECT_EQ(FirstCsvRecord(start, ','), end) << start;
}

// Each of these is found right only if what is known outlives a border between two stretches.
TEST(CsvFinderTest, BordersAtEveryPlace) {
  const std::string texts[] = {
      "a,\"b\"\"\n\",c\r\n\"\"\n\"\"\"\"\n",
      "\"a\",\"b\"\n\"c\",\"\n\",\"\"\n",
      "a\"b\",\"\n\"c\n\"d\"e\"\nf\n",
      "\r\"\n\"\n\r\n\"\r\n\"\n",
      ",\"\n,\"\"\",\n\",\n",
  };
  for (const std::string& text : texts) {
    const NaiveTable table = ReadCsvNaively(text, ',');
    for (size_t one = 0; one <= text.size(); ++one) {
      for (size_t two = one; two <= text.size(); ++two) {
        const std::vector<std::string_view> stretches = {
            std::string_view(text).substr(0, one), std::string_view(text).substr(one, two - one),
            std::string_view(text).substr(two)};
        CsvFinder finder(',');
        EXPECT_EQ(ReadStitched(&finder, ParseCsv, stretches, {{',', {0}, 3}, {}, true}).ends,
                  FindNaively(table, stretches))
            << text << " in stretches that end at " << one << " and " << two;
      }
    }
  }
}

// Writes a table with quotes where they must be, and in some other places.
std::string WriteCsv(const std::vector<Strings>& records, char delimiter, RandomText* random) {
  std::string text;
  for (const Strings& record : records) {
    while (random->Chance(0.1)) text += random->Chance(0.5) ? "\n" : "\r\n";
    for (size_t i = 0; i < record.size(); ++i) {
      if (i > 0) text += delimiter;
      const std::string& field = record[i];
      const bool must = field.find_first_of(std::string("\"\r\n") + delimiter) != field.npos ||
                        (record.size() == 1 && field.empty());
      if (!must && !random->Chance(0.3)) {
        text += field;
        continue;
      }
      text += '"';
      for (const char byte : field) text.append(byte == '"' ? 2 : 1, byte);
      text += '"';
    }
    if (&record != &records.back() || random->Chance(0.5)) {
      text += random->Chance(0.5) ? "\n" : "\r\n";
    }
  }
  return text;
}

TEST(CsvTest, WhatIsWrittenIsReadAgain) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    RandomText random(seed);
    const char delimiter = ",\t;"[random.Below(3)];
    const size_t width = 1 + random.Below(4);
    std::vector<Strings> records(random.Below(30));
    ColumnChoice columns = {.delimiter = delimiter, .columns = {}, .width = width};
    for (size_t i = 0; i < width; ++i) columns.columns.push_back(i);
    Strings texts;
    for (Strings& record : records) {
      for (size_t i = 0; i < width; ++i) {
        std::string field = random.Make({.symbols = random.Below(20), .line_ends = 0.05});
        while (random.Chance(0.3)) {
          field.insert(random.Below(field.size() + 1), 1, "\",\t;\r\n"[random.Below(6)]);
        }
        record.push_back(field);
        texts.push_back(field);
      }
    }
    const std::string text = WriteCsv(records, delimiter, &random);
    EXPECT_EQ(ReadTable(ParseCsv, text, {columns, std::nullopt, false}),
              (TableTexts{texts, texts.size()}))
        << text;
  }
}

TEST(CsvTest, StretchesDoNotMatter) {
  for (uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    RandomText random(seed);
    std::string text;
    for (size_t size = random.Below(300); size > 0; --size) {
      text += random.Chance(0.3) ? "词" : std::string(1, "\"\"\"\n\n\r,,ab"[random.Below(10)]);
    }
    const NaiveTable table = ReadCsvNaively(text, ',');
    for (const TableTask& task : TableTasks(',')) {
      const TableTexts expected = ChooseNaively(table, task);
      EXPECT_EQ(ReadTable(ParseCsv, text, task), expected) << text;
      const auto stretches = Stretches(text, 1 + random.Below(80), &random);
      CsvFinder finder(',');
      const StitchedTable stitched = ReadStitched(&finder, ParseCsv, stretches, task);
      EXPECT_EQ(stitched.ends, FindNaively(table, stretches)) << text;
      EXPECT_EQ(stitched.read, expected) << text;
    }
  }
}

}  // namespace
}  // namespace ciku
