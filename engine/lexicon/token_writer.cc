#include "engine/lexicon/token_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

#include "engine/text/invalid_utf8.h"
#include "engine/text/white_space.h"
#include "io/json.h"
#include "io/records/json_fields.h"
#include "io/utf8.h"

namespace ciku {
namespace {

constexpr std::string_view kRecordEnd = "]}\n";
// A comma, ["",,] and two numbers of up to 20 digits.
constexpr size_t kMostAroundToken = 7 + 2 * 20;

// Escapes the text from offset `from` on for use in a JSON string.
void Escape(size_t from, std::string* out) {
  const auto needs_escape = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
  };
  if (std::none_of(out->begin() + static_cast<std::ptrdiff_t>(from), out->end(), needs_escape)) {
    return;
  }
  const std::string quoted = JsonString(std::string_view(*out).substr(from));
  out->replace(from, out->npos, quoted, 1, quoted.size() - 2);
}

// Copies `size` bytes. Most tokens have at most eight: these are copied at once, with bytes after
// them if there are some. `to` has room for eight bytes more than `size`.
char* CopyToken(const char* from, size_t size, const char* text_end, char* to) {
  if (size <= 8 && text_end - from >= 8) {
    std::memcpy(to, from, 8);
  } else {
    std::memcpy(to, from, size);
  }
  return to + size;
}

}  // namespace

void TokenWriter::BeginRecord(std::string_view object, std::string* out) {
  out->push_back('{');
  ForEachField(object, [&](std::string_view name, std::string_view field) {
    if (name == "tokens") return;
    AppendValidUtf8(field, out);
    out->push_back(',');
  });
  opening_ = kRecordBegin.substr(1);
}

void TokenWriter::AddPart(std::string_view text, std::span<const Token> tokens, std::string* out) {
  const bool valid = IsValidUtf8(text);
  if (valid && format_ == TokenFormat::kText) return AddValidText(text, tokens, out);
  for (const Token& token : tokens) {
    if (format_ == TokenFormat::kText) {
      AddText(token.In(text), out);
    } else {
      AddJson(token.In(text), valid, out);
    }
  }
}

void TokenWriter::AddValidText(std::string_view text, std::span<const Token> tokens,
                               std::string* out) {
  const size_t before = out->size();
  out->resize(before + text.size() + tokens.size() * separator_.size() + 8);
  char* to = out->data() + before;
  for (const Token& token : tokens) {
    if (IsOnlyWhiteSpace(token.In(text))) continue;
    if (has_tokens_) to = std::copy(separator_.begin(), separator_.end(), to);
    has_tokens_ = true;
    const char* const from = text.data() + token.begin;
    to = CopyToken(from, token.end - token.begin, text.data() + text.size(), to);
  }
  out->resize(static_cast<size_t>(to - out->data()));
}

void TokenWriter::AddText(std::string_view token, std::string* out) {
  if (IsOnlyWhiteSpace(token)) return;
  if (has_tokens_) out->append(separator_);
  has_tokens_ = true;
  AppendValidUtf8(token, out);
}

void TokenWriter::AddJson(std::string_view token, bool valid, std::string* out) {
  out->append(has_tokens_ ? "," : opening_).append("[\"");
  has_tokens_ = true;
  const size_t from = out->size();
  const uint64_t begin = symbols_;
  if (valid) {
    out->append(token);
    symbols_ += CountSymbols(token);
  } else {
    symbols_ += AppendValidUtf8(token, out);
  }
  Escape(from, out);
  out->append("\",").append(fmt::format_int(begin).c_str());
  out->append(",").append(fmt::format_int(symbols_).c_str()).push_back(']');
}

void TokenWriter::EndRecord(std::string* out) {
  if (format_ == TokenFormat::kText) {
    out->push_back('\n');
  } else {
    out->append(has_tokens_ ? "" : opening_).append(kRecordEnd);
    opening_ = kRecordBegin;
  }
  has_tokens_ = false;
  symbols_ = 0;
}

Json TokenWriter::Save() const { return {{"has_tokens", has_tokens_}, {"symbols", symbols_}}; }

void TokenWriter::Restore(const Json& saved) {
  saved.at("has_tokens").get_to(has_tokens_);
  symbols_ = CountIn(saved, "symbols");
}

size_t TokenWriter::MostGrowth(TokenFormat format, std::string_view separator) {
  // An invalid byte becomes three bytes; a control character is escaped with six.
  return format == TokenFormat::kText ? 3 + separator.size() : 6 + kMostAroundToken;
}

}  // namespace ciku
