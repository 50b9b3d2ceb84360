#include "engine/templates/template_file.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>

#include "io/error.h"

namespace ciku {
namespace {

constexpr size_t kLongestLine = size_t{1} << 20;
// The most digits of a count: the time to read a count grows with the square of its digits.
constexpr size_t kMostDigits = 10'000;
constexpr const char* kNoTsvLine = "is not a template, a tab and a count";
constexpr const char* kNoJsonLine =
    "is not a JSON object with a template (words, and null for gaps) and a count";
constexpr const char* kNoCount = "has a count that is not a number above 0 in digits";

namespace ondemand = simdjson::ondemand;

bool IsJsonLine(std::string_view line) { return line.starts_with('{') && line.ends_with('}'); }

// The first line that is not empty.
std::string_view FirstLine(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  return text.substr(0, text.find_first_of("\r\n"));
}

// Throws simdjson_error.
std::vector<TemplatePart> PartsFrom(ondemand::array array) {
  std::vector<TemplatePart> parts;
  for (ondemand::value part : array) {
    if (part.is_null()) {
      parts.emplace_back();
    } else {
      parts.emplace_back(WordFromText(std::string_view(part)));
    }
  }
  return parts;
}

}  // namespace

// Reads lines of JSON. Numbers are taken as text, because they may be larger than any number that
// the JSON parser returns.
class TemplateReader::JsonLines {
 public:
  // Reads a line; `count` is valid until the next call. Returns false if the line does not have the
  // format.
  bool Read(std::string_view line, Template* pattern, std::string_view* count) {
    try {
      line_.assign(line);
      line_.reserve(line.size() + simdjson::SIMDJSON_PADDING);
      ondemand::document document = parser_.iterate(line_);
      pattern->parts.clear();
      *count = {};
      for (ondemand::field field : document.get_object()) {
        const std::string_view name = field.unescaped_key();
        if (name == "template") {
          pattern->parts = PartsFrom(field.value());
        } else if (name == "count") {
          *count = field.value().raw_json_token();
          count->remove_suffix(count->size() - count->find_last_not_of(" \t") - 1);
        }
      }
      return !pattern->parts.empty() && !count->empty() &&
             document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    } catch (const simdjson::simdjson_error&) {
      return false;
    }
  }

 private:
  ondemand::parser parser_;
  std::string line_;
};

TemplateReader::TemplateReader(const std::string& path) : lines_(path, kLongestLine) {
  if (IsJsonLine(FirstLine(lines_.Ahead()))) json_ = std::make_unique<JsonLines>();
}

TemplateReader::~TemplateReader() = default;

bool TemplateReader::Next(TemplateEntry* entry) {
  std::string_view line;
  if (!lines_.NextNotEmpty(&line)) return false;
  if (!simdjson::validate_utf8(line.data(), line.size())) lines_.Fail("is not valid UTF-8");
  std::string_view count;
  if (json_) {
    if (!json_->Read(line, &entry->pattern, &count)) lines_.Fail(kNoJsonLine);
  } else {
    const size_t tab = line.rfind('\t');
    if (tab == line.npos) lines_.Fail(kNoTsvLine);
    entry->pattern = Template::FromText(line.substr(0, tab));
    count = line.substr(tab + 1);
  }
  entry->count = CountFrom(count);
  if (const char* const fault = FaultOf(entry->pattern)) lines_.Fail(fault);
  return true;
}

Decimal TemplateReader::CountFrom(std::string_view text) const {
  if (!IsDecimal(text)) lines_.Fail(kNoCount);
  const auto points = static_cast<size_t>(std::count(text.begin(), text.end(), '.'));
  if (text.size() - points > kMostDigits) {
    lines_.Fail(fmt::format("has a count of more than {} digits", kMostDigits));
  }
  Decimal count(text);
  if (count.is_zero()) lines_.Fail(kNoCount);
  return count;
}

}  // namespace ciku
