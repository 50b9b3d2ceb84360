#include "io/records/json_mender.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>

#include "io/ascii.h"
#include "io/json.h"
#include "io/records/invalid_bytes.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// Returns the size of the number at the start of `text` (RFC 8259, section 6); 0 if there is none.
size_t NumberSize(std::string_view text) {
  size_t at = 0;
  const auto digits = [&] {
    const size_t before = at;
    while (at < text.size() && IsAsciiDigit(text[at])) ++at;
    return at - before;
  };
  if (text.substr(at).starts_with('-')) ++at;
  const bool leading_zero = text.substr(at).starts_with('0');
  const size_t whole = digits();
  if (whole == 0 || (leading_zero && whole > 1)) return 0;
  if (text.substr(at).starts_with('.')) {
    ++at;
    if (digits() == 0) return 0;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return 0;
  }
  return at;
}

// Returns the number that an escape \uXXXX at the start of `text` stands for.
std::optional<uint32_t> EscapedUnit(std::string_view text) {
  constexpr size_t kSize = 6;
  if (text.size() < kSize || !text.starts_with("\\u")) return std::nullopt;
  uint32_t unit = 0;
  for (const char c : text.substr(2, 4)) {
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return std::nullopt;
    unit = unit * 16 + static_cast<uint32_t>(IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

// Returns the character at the start of a text that is not empty.
Decoded FirstOf(std::string_view text) {
  return DecodeUtf8(text.data(), text.data() + text.size());
}

// Returns a noncharacter (U+FDD0 to U+FDEF) that the text has neither as such nor as an escape. If
// it has them all, the last one is returned: such a text is no text.
std::string FreePlaceholder(std::string_view json) {
  std::string character = "\xEF\xB7\x90";
  std::string escape = "\\ufdd0";
  for (int i = 0;; ++i) {
    character[2] = static_cast<char>(0x90 + i);
    escape[4] = i < 16 ? 'd' : 'e';
    escape[5] = "0123456789abcdef"[i % 16];
    const bool escaped =
        std::search(json.begin(), json.end(), escape.begin(), escape.end(), [](char a, char b) {
          return std::tolower(static_cast<unsigned char>(a)) == b;
        }) != json.end();
    if ((!escaped && json.find(character) == json.npos) || i == 31) return character;
  }
}

class Mender {
 public:
  explicit Mender(std::string_view json) : json_(json) {
    mended_.placeholder = FreePlaceholder(json);
    mended_.text.reserve(json.size() + 16);
  }

  MendedJson Mend() {
    while (!json_.empty()) in_string_ ? MendString() : MendValue();
    return std::move(mended_);
  }

 private:
  void Keep(size_t size) {
    mended_.text.append(json_.substr(0, size));
    json_.remove_prefix(std::min(size, json_.size()));
  }

  void Replace(size_t size, std::string_view by) {
    mended_.text.append(by);
    json_.remove_prefix(size);
  }

  // Outside of strings.
  void MendValue() {
    const char c = json_.front();
    if (c == '{' || c == '[') mended_.depth = std::max(mended_.depth, ++depth_);
    if ((c == '}' || c == ']') && depth_ > 0) --depth_;
    in_string_ = c == '"';
    const size_t number = NumberSize(json_);
    number > 0 ? Replace(number, "0") : Keep(1);
  }

  void MendString() {
    const char c = json_.front();
    if (c == '\\') return MendEscape();
    if (c == '"') in_string_ = false;
    const Decoded first = FirstOf(json_);
    first.scalar == kInvalid ? Replace(1, mended_.placeholder) : Keep(first.size);
  }

  void MendEscape() {
    constexpr size_t kUnit = 6;
    const std::optional<uint32_t> unit = EscapedUnit(json_);
    if (!unit || *unit < 0xD800 || *unit >= 0xE000) return Keep(unit ? kUnit : 2);
    const std::optional<uint32_t> next = EscapedUnit(json_.substr(kUnit));
    const bool pair = *unit < 0xDC00 && next && *next >= 0xDC00 && *next < 0xE000;
    pair ? Keep(2 * kUnit) : Replace(kUnit, mended_.placeholder);
  }

  std::string_view json_;  // what is left
  MendedJson mended_;
  bool in_string_ = false;
  size_t depth_ = 0;
};

}  // namespace

MendedJson MendJson(std::string_view json) { return Mender(json).Mend(); }

std::string WithBadBytes(const MendedJson& mended, std::string_view string) {
  return WithInvalidBytes(string, mended.placeholder);
}

void AppendJsonString(std::string_view text, std::string* out) {
  out->push_back('"');
  while (!text.empty()) {
    const char* const invalid = FindSymbol(text, [](char32_t c) { return c == kInvalid; });
    const auto valid = static_cast<size_t>(invalid - text.data());
    const std::string quoted = JsonString(text.substr(0, valid));
    out->append(quoted, 1, quoted.size() - 2);
    text.remove_prefix(valid);
    if (text.empty()) break;
    out->push_back(text.front());
    text.remove_prefix(1);
  }
  out->push_back('"');
}

}  // namespace ciku
