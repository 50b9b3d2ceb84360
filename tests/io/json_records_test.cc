#include "io/json_records.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "io/error.h"

namespace ciku {
namespace {

const std::string kPath = "f.jsonl";

std::vector<std::string> Extract(std::string_view lines, const std::string& field) {
  std::vector<std::string> records;
  ExtractField({lines, {&kPath}}, SplitFieldPath(field), false,
               [&](std::string_view text) { records.emplace_back(text); });
  return records;
}

TEST(JsonRecordsTest, FieldsAndEscapes) {
  EXPECT_EQ(
      Extract("{\"text\": \"\\u8bcd\\t\\\"\"}\n \t\r\n{\"n\": [1, {}], \"text\": \"\"}", "text"),
      (std::vector<std::string>{"词\t\"", ""}));
  EXPECT_EQ(Extract("{\"a\": {\"b\": {\"c\": \"x\"}, \"c\": 1}}", "a.b.c"),
            (std::vector<std::string>{"x"}));
}

TEST(JsonRecordsTest, BadLinesAreNamedWithPlaceAndReason) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"{\"text\": \"a\"", "is not valid JSON"},
      {"{\"text\": \"a\"} x", "is not valid JSON"},
      {"{\"text\": \"\xFF\"}", "is not valid UTF-8"},
      {"{\"text\": \"\\ud800\"}", "is not valid JSON"},
      {"{\"txet\": \"a\"}", "has no field 'text'"},
      {"{\"text\": 7}", "has something other than a text as 'text'"},
      {"[\"text\"]", "has something other than a text as 'text'"},
  };
  for (const auto& [line, reason] : bad) {
    try {
      Extract("{\"text\": \"good\"}\n" + line, "text");
      ADD_FAILURE() << line;
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find("f.jsonl: offset 17: this JSON line " + reason),
                std::string::npos)
          << error.what();
    }
  }
}

TEST(JsonRecordsTest, WhatIsWrittenIsReadAgain) {
  std::string line;
  AppendJsonLine("词\n\"\\\x01", &line);
  EXPECT_EQ(line, "{\"text\":\"词\\n\\\"\\\\\\u0001\"}\n");
  EXPECT_EQ(Extract(line, "text"), (std::vector<std::string>{"词\n\"\\\x01"}));
}

}  // namespace
}  // namespace ciku
