#include "io/records/json_records.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/error.h"

namespace ciku {
namespace {

const std::string kPath = "f.jsonl";

std::vector<std::string> Extract(std::string_view lines, const std::vector<std::string>& paths,
                                 const std::optional<std::string>& join = {}) {
  JsonFields fields{.paths = {}, .join = join};
  for (const std::string& path : paths) fields.paths.push_back(ParseJsonPath(path));
  std::vector<std::string> records;
  const auto take = [&](std::string_view text, size_t) { records.emplace_back(text); };
  const RecordCounts counts = ParseJsonLines({lines, {&kPath}}, fields, false, take);
  EXPECT_EQ(counts.records, records.size());
  return records;
}

using Texts = std::vector<std::string>;

TEST(JsonRecordsTest, FieldsAndEscapes) {
  EXPECT_EQ(
      Extract("{\"text\": \"\\u8bcd\\t\\\"\"}\n \t\r\n{\"n\": [1, {}], \"text\": \"\"}", {"text"}),
      (Texts{"词\t\"", ""}));
  EXPECT_EQ(Extract("{\"a\": {\"b\": {\"c\": \"x\"}, \"c\": 1}}", {"a.b.c"}), Texts{"x"});
  EXPECT_EQ(Extract(R"({"a.b": {"c": "x"}, "a": 1})", {"'a.b'.c"}), Texts{"x"});
  EXPECT_EQ(Extract(R"({"text": "x"})", {"\"text\""}), Texts{"x"});
}

TEST(JsonRecordsTest, ArraysAndSeveralFields) {
  const char* const kLine = R"({"p": [{"t": "a"}, {"u": 1}, {"t": null}, {"t": "b"}], "q": "c"})";
  EXPECT_EQ(Extract(kLine, {"p[].t"}), (Texts{"a", "", "b"}));
  EXPECT_EQ(Extract(kLine, {"q", "p[].t", "r"}), (Texts{"c", "a", "", "b"}));
  EXPECT_EQ(Extract(kLine, {"q", "p[].t"}, "|"), Texts{"c|a||b"});
  EXPECT_EQ(Extract(R"([["a", "b"], ["c"]])", {"[][]"}), (Texts{"a", "b", "c"}));
  EXPECT_EQ(Extract(R"({"p": []})", {"p[]"}), Texts{});
  EXPECT_EQ(Extract(R"({"p": []})", {"p[]"}, " "), Texts{""});
}

TEST(JsonRecordsTest, NullsAreEmptyTexts) {
  EXPECT_EQ(Extract(R"({"text": null})", {"text"}), Texts{""});
  EXPECT_EQ(Extract(R"({"a": null})", {"a.b[].c"}), Texts{""});
}

TEST(JsonRecordsTest, NothingThatIsNoFaultOfJsonLosesAText) {
  const std::string deep = std::string(5000, '[') + std::string(5000, ']');
  const std::vector<std::pair<std::string, std::string>> lines = {
      {R"({"id": 18446744073709551616, "text": "词"})", "词"},
      {R"({"id": [-123456789012345678901234567890, 1e400, -0.0E-999], "text": "1e400"})", "1e400"},
      {"{\"a\": " + deep + ", \"text\": \"词\"}", "词"},
      {"{\"text\": \"词\xFF典\"}", "词\xFF典"},
      {"{\"text\": \"词\xE8\xAF\"}", "词\xFF\xFF"},
      {"{\"url\": \"\xC0\x80\", \"text\": \"词\"}", "词"},
      {"{\"\xFF\": 1, \"text\": \"词\"}", "词"},
      {R"({"text": "\ud800"})", "\xFF"},
      {R"({"text": "\uDC00\ud83d\ude00\ud83d\u8bcd"})", "\xFF😀\xFF词"},
      {R"({"text": "\ud800", "b": "\uFDD0"})", "\xFF"},
      {R"({"text": "\\ud800"})", "\\ud800"},
      {"{\"text\": \"\xEF\xB7\x90\xFF\"}", "\xEF\xB7\x90\xFF"},
      {"\xEF\xBB\xBF{\"text\": \"词\"}", "词"},
  };
  for (const auto& [line, text] : lines) EXPECT_EQ(Extract(line, {"text"}), Texts{text}) << line;
}

TEST(JsonRecordsTest, BadLinesAreNamedWithPlaceAndReason) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"{\"text\": \"a\"", "is not valid JSON"},
      {"{\"text\": \"a\"} x", "is not valid JSON"},
      {"{\"text\": \"a\", \"n\": 01}", "is not valid JSON"},
      {"{\"text\": \"a\", \"n\": 1.}", "is not valid JSON"},
      {"{\"text\": \"a\", \"n\": NaN}", "is not valid JSON"},
      {"{\"text\": \"a\xFF}", "is not valid JSON"},
      {"{\"text\": \"a\", \xFF}", "is not valid JSON"},
      {"{\"text\": \"\\ud80\"}", "is not valid JSON"},
      {"{\"txet\": \"a\"}", "has no field 'text'"},
      {"{\"text\": 7}", "has something other than a text as 'text'"},
      {"{\"text\": 1e999}", "has something other than a text as 'text'"},
      {"[\"text\"]", "has something other than a text as 'text'"},
  };
  for (const auto& [line, reason] : bad) {
    try {
      Extract("{\"text\": \"good\"}\n" + line, {"text"});
      ADD_FAILURE() << line;
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find("f.jsonl: offset 17: this JSON line " + reason),
                std::string::npos)
          << error.what();
    }
  }
}

TEST(JsonRecordsTest, WhatIsNoPath) {
  for (const char* path :
       {"", ".", "a.", ".a", "a..b", "a[0]", "a[", "a]", "a\"b\"", "'a", "[]a"}) {
    EXPECT_THROW(ParseJsonPath(path), UsageError) << path;
  }
  EXPECT_EQ(ParseJsonPath("[].a[][].'b.c'"),
            (JsonPath{std::nullopt, "a", std::nullopt, std::nullopt, "b.c"}));
}

TEST(JsonRecordsTest, WhatIsWrittenIsReadAgain) {
  std::string line;
  AppendJsonLine("词\n\"\\\x01", &line);
  EXPECT_EQ(line, "{\"text\":\"词\\n\\\"\\\\\\u0001\"}\n");
  EXPECT_EQ(Extract(line, {"text"}), Texts{"词\n\"\\\x01"});
  line.clear();
  AppendJsonLine("a\xFF\xE8\xAF.\n", &line);
  EXPECT_EQ(line, "{\"text\":\"a\xFF\xE8\xAF.\\n\"}\n");
  EXPECT_EQ(Extract(line, {"text"}), Texts{"a\xFF\xFF\xFF.\n"});
}

}  // namespace
}  // namespace ciku
