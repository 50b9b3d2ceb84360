#include "io/records/json_records.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <span>

#include "io/error.h"
#include "io/records/json_mender.h"
#include "io/streams/byte_stream.h"

namespace ciku {
namespace {

using Steps = std::span<const std::optional<std::string>>;

// The texts that a value holds at the end of a path.
struct FoundTexts {
  std::vector<std::string_view> texts;
  bool any = false;  // something is there, be it an empty array
};

simdjson::error_code Find(simdjson::dom::element value, Steps path, FoundTexts* found) {
  if (value.is_null()) {
    found->texts.emplace_back();
    found->any = true;
    return simdjson::SUCCESS;
  }
  if (path.empty()) {
    std::string_view text;
    if (const auto error = value.get(text)) return error;
    found->texts.push_back(text);
    found->any = true;
    return simdjson::SUCCESS;
  }
  if (path.front()) {
    simdjson::dom::object object;
    if (const auto error = value.get(object)) return error;
    simdjson::dom::element next;
    if (object.at_key(*path.front()).get(next)) return simdjson::SUCCESS;  // there is no such field
    return Find(next, path.subspan(1), found);
  }
  simdjson::dom::array array;
  if (const auto error = value.get(array)) return error;
  found->any = true;
  for (const simdjson::dom::element each : array) {
    if (const auto error = Find(each, path.subspan(1), found)) return error;
  }
  return simdjson::SUCCESS;
}

std::string Written(const JsonPath& path) {
  std::string written;
  for (const std::optional<std::string>& step : path) {
    if (!step) {
      written += "[]";
    } else {
      written += (written.empty() ? "" : ".") + *step;
    }
  }
  return Printable(written);
}

std::string Written(const JsonFields& fields) {
  std::vector<std::string> names;
  for (const JsonPath& path : fields.paths) names.push_back(fmt::format("'{}'", Written(path)));
  return fmt::format("{}", fmt::join(names, " or "));
}

// Returns the reason why a line is bad, for the message.
std::string Reason(simdjson::error_code error, const JsonFields& fields) {
  switch (error) {
    case simdjson::NO_SUCH_FIELD:
      return fmt::format("has no field {}", Written(fields));
    case simdjson::INCORRECT_TYPE:
      return fmt::format("has something other than a text as {}", Written(fields));
    default:
      return "is not valid JSON";
  }
}

bool IsBlank(std::string_view line) { return line.find_first_not_of(" \t\r") == line.npos; }

// Parses JSON lines one by one.
class LineParser {
 public:
  LineParser(const JsonFields& fields, const TakeText& take) : fields_(fields), take_(take) {}

  // Takes the texts of a line. Returns how many records they are in *records, or the error that
  // makes the line bad.
  simdjson::error_code Take(std::string_view line, size_t offset, uint64_t* records) {
    simdjson::dom::element document;
    const simdjson::error_code error = parser_.parse(line.data(), line.size()).get(document);
    if (!error) {
      if (const auto bad = FindAll(document)) return bad;
      HandOn(offset, records);
      return simdjson::SUCCESS;
    }
    return TakeMended(line, offset, records);
  }

 private:
  simdjson::error_code FindAll(simdjson::dom::element document) {
    found_.texts.clear();
    found_.any = false;
    if (document.is_null()) return simdjson::INCORRECT_TYPE;  // no field of an object is null
    for (const JsonPath& path : fields_.paths) {
      if (const auto error = Find(document, path, &found_)) return error;
    }
    return found_.any ? simdjson::SUCCESS : simdjson::NO_SUCH_FIELD;
  }

  void HandOn(size_t offset, uint64_t* records) {
    if (fields_.join) {
      joined_.assign(fmt::format("{}", fmt::join(found_.texts, *fields_.join)));
      found_.texts = {joined_};
    }
    for (const std::string_view text : found_.texts) take_(text, offset);
    *records += found_.texts.size();
  }

  simdjson::error_code TakeMended(std::string_view line, size_t offset, uint64_t* records) {
    const MendedJson mended = MendJson(line);
    simdjson::dom::parser parser;
    if (const auto error = parser.allocate(mended.text.size(), mended.depth + 1)) return error;
    simdjson::dom::element document;
    if (const auto error = parser.parse(mended.text).get(document)) return error;
    if (const auto error = FindAll(document)) return error;
    std::vector<std::string> texts;
    for (const std::string_view text : found_.texts) texts.push_back(WithBadBytes(mended, text));
    found_.texts.assign(texts.begin(), texts.end());
    HandOn(offset, records);
    return simdjson::SUCCESS;
  }

  const JsonFields& fields_;
  const TakeText& take_;
  simdjson::dom::parser parser_;
  FoundTexts found_;
  std::string joined_;
};

// Whether a text is valid UTF-8 in which nothing has to be escaped, like most texts. The loop has
// no branch, so that it looks at many bytes at a time.
bool StandsForItself(std::string_view text) {
  bool escapes = false;
  for (const char c : text) {
    escapes |= static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
  }
  return !escapes && simdjson::validate_utf8(text.data(), text.size());
}

}  // namespace

RecordCounts ParseJsonLines(const Text& lines, const JsonFields& fields, bool skip_bad,
                            const TakeText& take) {
  LineParser parser(fields, take);
  RecordCounts counts;
  for (size_t begin = 0; begin < lines.bytes.size();) {
    const size_t end = std::min(lines.bytes.find('\n', begin), lines.bytes.size());
    // Files that were put together have marks in the middle.
    const std::string_view line = WithoutMark(lines.bytes.substr(begin, end - begin));
    if (!IsBlank(line)) {
      const simdjson::error_code error = parser.Take(line, begin, &counts.records);
      if (error && !skip_bad) {
        throw InputError(fmt::format(
            "{}: this JSON line {}; mend it, or pass --skip-bad-records to leave such lines out",
            lines.origin.Describe(begin), Reason(error, fields)));
      }
      counts.bad += error ? 1 : 0;
    }
    begin = end + 1;
  }
  return counts;
}

void AppendJsonLine(std::string_view text, std::string* out) {
  out->append("{\"text\":");
  if (StandsForItself(text)) {
    out->append(1, '"').append(text).append(1, '"');
  } else {
    AppendJsonString(text, out);
  }
  out->append("}\n");
}

}  // namespace ciku
