#include "io/lexicons/rime_header.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "io/blanks.h"
#include "io/json.h"

namespace ciku {
namespace {

// A header has a few lines; some list hundreds of tables to import.
constexpr size_t kMostHeaderLines = 10'000;

// A YAML scalar without quotes around it and a comment after it.
std::string_view Scalar(std::string_view text) {
  text = Trimmed(text.substr(0, text.find(" #")));
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
                      text.back() == text.front();
  return quoted ? text.substr(1, text.size() - 2) : text;
}

// Collects the names of columns from the lines of a header.
class ColumnList {
 public:
  void Take(std::string_view line) {
    const std::string_view text = Trimmed(line);
    constexpr std::string_view kKey = "columns:";
    if (text.starts_with('#') || text.empty()) return;
    if (line.starts_with(kKey)) {
      open_ = true;
      TakeFlow(Trimmed(text.substr(kKey.size())));
    } else if (open_ && text.starts_with('-')) {
      names_.emplace_back(Scalar(text.substr(1)));
    } else {
      open_ = false;
    }
  }

  const std::vector<std::string>& names() const { return names_; }

 private:
  // A list in brackets on the same line.
  void TakeFlow(std::string_view text) {
    if (!text.starts_with('[')) return;
    text = text.substr(1, text.find(']') - 1);
    for (const std::string_view name : SplitAt(text, ',')) names_.emplace_back(Scalar(name));
  }

  std::vector<std::string> names_;
  bool open_ = false;  // whether the lines belong to the list
};

// Calls take(line) for the lines of a header until it returns false. Returns whether the end of the
// header came first.
template <typename Take>
bool ForEachHeaderLine(LineReader* lines, const Take& take) {
  std::string_view line;
  for (size_t i = 0; i < kMostHeaderLines && lines->Next(&line); ++i) {
    if (Trimmed(line) == "...") return true;
    if (!take(line)) return false;
  }
  return false;
}

}  // namespace

bool IsRimeHeader(LineReader* lines) {
  bool begun = false;
  bool has_name = false;
  const bool ends = ForEachHeaderLine(lines, [&](std::string_view line) {
    const std::string_view text = Trimmed(line);
    if (text.empty() || text.starts_with('#')) return true;
    if (!begun) return begun = text == "---";
    has_name = has_name || text.starts_with("name:");
    return true;
  });
  return ends && has_name;
}

LexiconColumns ReadRimeHeader(LineReader* lines) {
  ColumnList list;
  const auto take = [&](std::string_view line) {
    list.Take(line);
    return true;
  };
  if (!ForEachHeaderLine(lines, take)) {
    lines->Fail("is not in the header of a dictionary for Rime: no line with three dots ends it");
  }
  std::vector<std::string> names = list.names();
  if (names.empty()) names = {"text", "code", "weight"};
  const auto place = [&](const char* name) {
    return static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  };
  if (place("text") == names.size()) {
    lines->Fail("ends a header for Rime whose columns do not include the text");
  }
  LexiconColumns columns{names.size(), place("text"), std::nullopt};
  if (place("weight") < names.size()) columns.count = place("weight");
  return columns;
}

void AppendRimeHeader(std::string_view name, std::string* out) {
  out->append("# Rime dictionary\n# encoding: utf-8\n---\nname: ").append(JsonString(name));
  out->append("\nversion: \"1\"\nsort: by_weight\ncolumns: [text, weight]\n...\n");
}

bool EndsRimeComments(std::string_view line) { return Trimmed(line) == "# no comment"; }

}  // namespace ciku
