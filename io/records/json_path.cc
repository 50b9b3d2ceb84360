#include "io/records/json_path.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

#include "io/error.h"

namespace ciku {
namespace {

class PathParser {
 public:
  explicit PathParser(const std::string& text) : text_(text), left_(text) {}

  JsonPath Parse() {
    JsonPath path;
    for (;;) {
      if (!left_.starts_with('[')) path.emplace_back(TakeKey());
      while (left_.starts_with('[')) {
        if (!left_.starts_with("[]")) Fail("[ must be followed by ]");
        left_.remove_prefix(2);
        path.emplace_back(std::nullopt);
      }
      if (left_.empty()) return path;
      if (left_.front() != '.') Fail("a dot is missing between two keys");
      left_.remove_prefix(1);
    }
  }

 private:
  std::string TakeKey() {
    if (!left_.empty() && (left_.front() == '"' || left_.front() == '\'')) return TakeQuoted();
    const size_t size = std::min(left_.find_first_of(".[]\"'"), left_.size());
    if (size == 0) Fail("a key is missing; keys that hold dots, brackets or quotes are quoted");
    std::string key(left_.substr(0, size));
    left_.remove_prefix(size);
    return key;
  }

  std::string TakeQuoted() {
    const size_t end = left_.find(left_.front(), 1);
    if (end == left_.npos) Fail("a quote is not closed");
    std::string key(left_.substr(1, end - 1));
    left_.remove_prefix(end + 1);
    return key;
  }

  [[noreturn]] void Fail(const char* what) const {
    throw UsageError(
        fmt::format("'{}' is no path to a field such as text, body.text or paragraphs[].text: {}",
                    Printable(text_), what));
  }

  const std::string& text_;
  std::string_view left_;
};

}  // namespace

JsonPath ParseJsonPath(const std::string& text) { return PathParser(text).Parse(); }

}  // namespace ciku
