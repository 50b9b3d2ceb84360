#include "io/json_records.h"

#include <fmt/format.h>
#include <simdjson.h>

#include "io/error.h"
#include "io/json.h"

namespace ciku {
namespace {

simdjson::error_code FindText(simdjson::dom::element element, const std::vector<std::string>& field,
                              std::string_view* text) {
  for (const std::string& name : field) {
    if (const auto error = element.at_key(name).get(element)) return error;
  }
  return element.get(*text);
}

// Returns the reason why a line is bad, for the message.
std::string Reason(simdjson::error_code error, const std::vector<std::string>& field) {
  switch (error) {
    case simdjson::NO_SUCH_FIELD:
      return fmt::format("has no field '{}'", Printable(fmt::format("{}", fmt::join(field, "."))));
    case simdjson::INCORRECT_TYPE:
      return fmt::format("has something other than a text as '{}'",
                         Printable(fmt::format("{}", fmt::join(field, "."))));
    case simdjson::UTF8_ERROR:
      return "is not valid UTF-8";
    default:
      return "is not valid JSON";
  }
}

bool IsBlank(std::string_view line) { return line.find_first_not_of(" \t\r") == line.npos; }

}  // namespace

std::vector<std::string> SplitFieldPath(const std::string& field) {
  std::vector<std::string> parts;
  size_t begin = 0;
  for (size_t dot; (dot = field.find('.', begin)) != field.npos; begin = dot + 1) {
    parts.push_back(field.substr(begin, dot - begin));
  }
  parts.push_back(field.substr(begin));
  return parts;
}

JsonCounts ExtractField(const Text& lines, const std::vector<std::string>& field, bool skip_bad,
                        const std::function<void(std::string_view)>& record) {
  simdjson::dom::parser parser;
  JsonCounts counts;
  size_t begin = 0;
  while (begin < lines.bytes.size()) {
    const size_t end = std::min(lines.bytes.find('\n', begin), lines.bytes.size());
    const std::string_view line = lines.bytes.substr(begin, end - begin);
    if (!IsBlank(line)) {
      simdjson::dom::element document;
      std::string_view text;
      simdjson::error_code error = parser.parse(line.data(), line.size()).get(document);
      if (!error) error = FindText(document, field, &text);
      if (!error) {
        ++counts.records;
        record(text);
      } else if (skip_bad) {
        ++counts.bad;
      } else {
        throw InputError(fmt::format(
            "{}: this JSON line {}; mend it, or pass --skip-bad-records to leave such lines out",
            lines.origin.Describe(begin), Reason(error, field)));
      }
    }
    begin = end + 1;
  }
  return counts;
}

void AppendJsonLine(std::string_view text, std::string* out) {
  out->append("{\"text\":").append(JsonString(text)).append("}\n");
}

}  // namespace ciku
