// Reads arbitrary bytes as JSON lines. Compares ParseJsonLines with another JSON library, line by
// line, and compares its two ways of handling bad lines with each other.
#include "io/records/json_records.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/error.h"
#include "io/records/json_mender.h"
#include "io/streams/byte_stream.h"
#include "io/utf8.h"
#include "tests/fuzz/check.h"

namespace ciku {
namespace {

struct Extracted {
  std::vector<std::string> texts;
  RecordCounts counts;
  bool failed = false;
};

Extracted Extract(std::string_view lines, const JsonPath& field, bool skip_bad) {
  static const std::string path = "input";
  Extracted extracted;
  try {
    const JsonFields fields{.paths = {field}, .join = {}};
    const auto take = [&](std::string_view text, size_t) { extracted.texts.emplace_back(text); };
    extracted.counts = ParseJsonLines({lines, {&path}}, fields, skip_bad, take);
  } catch (const InputError&) {
    extracted.failed = true;
  }
  return extracted;
}

// Returns the document, or nothing if a field occurs twice in an object, because libraries differ
// in which of the two they use. The line must be valid JSON.
std::optional<nlohmann::json> ParseUnambiguous(std::string_view line) {
  std::set<std::pair<int, std::string>> names;
  bool twice = false;
  const auto watch = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& value) {
    if (event == nlohmann::json::parse_event_t::key) {
      twice |= !names.emplace(depth, value.get<std::string>()).second;
    }
    return true;
  };
  nlohmann::json document = nlohmann::json::parse(line, watch, false);
  Require(!document.is_discarded(), "a line that is taken is JSON");
  if (twice) return std::nullopt;
  return document;
}

void CheckText(std::string_view line, const JsonPath& field, const std::string& text) {
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  const MendedJson mended = MendJson(line);
  const auto document = ParseUnambiguous(mended.text);
  if (document) {
    const nlohmann::json* at = &*document;
    for (const std::optional<std::string>& name : field) {
      if (at->is_null()) break;
      Require(at->is_object() && at->contains(*name), "a line that is taken has the field");
      at = &at->at(*name);
    }
    const std::string expected =
        at->is_null() ? "" : WithBadBytes(mended, at->get_ref<const std::string&>());
    Require(expected == text, "the text is that of the field");
  }
  const bool sound = !nlohmann::json::parse(line, nullptr, false).is_discarded();
  ForEachSymbol(text, [&](char32_t symbol, std::string_view bytes) {
    Require(symbol != kInvalid || (!sound && bytes == "\xFF"), "texts are UTF-8 if lines are");
  });
  std::string again;
  AppendJsonLine(text, &again);
  const Extracted read = Extract(again, {{"text"}}, false);
  Require(read.texts == std::vector{text}, "a text that is written as JSON is read back");
}

void Check(std::string_view lines, const JsonPath& field) {
  const Extracted skipping = Extract(lines, field, true);
  Require(!skipping.failed, "bad lines are skipped");
  Require(skipping.counts.records == skipping.texts.size(), "every record has a text");
  const Extracted strict = Extract(lines, field, false);
  Require(strict.failed == (skipping.counts.bad > 0), "a bad line fails where it is not skipped");
  Require(strict.failed || strict.texts == skipping.texts, "good lines are read either way");
  RecordCounts counts;
  for (size_t begin = 0; begin < lines.size();) {
    const std::string_view line = lines.substr(begin, lines.find('\n', begin) - begin);
    begin += line.size() + 1;
    const Extracted one = Extract(line, field, true);
    counts.records += one.counts.records;
    counts.bad += one.counts.bad;
    Require(one.texts.size() <= 1, "a line is one record at most");
    if (!one.texts.empty()) CheckText(line, field, one.texts.front());
  }
  Require(counts.records == skipping.counts.records && counts.bad == skipping.counts.bad,
          "lines do not depend on their neighbours");
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const ciku::JsonPath plain = ciku::ParseJsonPath("text");
  static const ciku::JsonPath nested = ciku::ParseJsonPath("a.b");
  const std::string_view lines(reinterpret_cast<const char*>(data), size);
  ciku::Check(lines, plain);
  ciku::Check(lines, nested);
  return 0;
}
