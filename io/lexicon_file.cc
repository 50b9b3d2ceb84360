#include "io/lexicon_file.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "io/error.h"
#include "io/json.h"

namespace ciku {
namespace {

constexpr std::string_view kTsvHeader = "word\tcount";
constexpr size_t kLongestLine = size_t{1} << 20;
// The part of speech that HanLP gives to words that are added without one.
constexpr std::string_view kHanlpTag = "nz";

std::optional<uint64_t> CountFrom(std::string_view text) {
  uint64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc() || rest != end || text.empty()) return std::nullopt;
  return count;
}

bool IsTag(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Removes the last part of `text`, after the last of `separators`, and returns it; returns "" if
// there is only one part.
std::string_view TakeLast(std::string_view* text, const char* separators) {
  const size_t at = text->find_last_of(separators);
  if (at == text->npos || at == 0) return {};
  const std::string_view last = text->substr(at + 1);
  text->remove_suffix(last.size() + 1);
  return last;
}

using Entry = std::optional<LexiconEntry>;

// A word may hold tabs, so the columns are counted from the right: as many as the header names, or
// one if there is no header. Lines may have fewer columns.
Entry FromTsv(std::string_view line, size_t header_tabs) {
  size_t tab = line.rfind('\t');
  for (size_t i = 1; i < header_tabs && tab != line.npos && tab != 0; ++i) {
    const size_t before = line.rfind('\t', tab - 1);
    if (before == line.npos) break;
    tab = before;
  }
  if (tab == line.npos || tab == 0) return std::nullopt;
  const std::string_view rest = line.substr(tab + 1);
  const auto count = CountFrom(rest.substr(0, rest.find('\t')));
  if (!count) return std::nullopt;
  return LexiconEntry{std::string(line.substr(0, tab)), count};
}

Entry FromJieba(std::string_view line) {
  std::string_view word = line;
  std::string_view before = word;
  if (!IsTag(TakeLast(&before, " "))) before = word;
  std::string_view without_count = before;
  const auto count = CountFrom(TakeLast(&without_count, " "));
  // A last part in lower-case letters is a tag if a count comes before it, or if it is as short as
  // tags are.
  if (count) return LexiconEntry{std::string(without_count), count};
  const bool has_tag = before.size() < word.size() && word.size() - before.size() <= 4;
  return LexiconEntry{std::string(has_tag ? before : word), std::nullopt};
}

Entry FromHanlp(std::string_view line) {
  uint64_t sum = 0;
  std::string_view word = line;
  for (bool any = false;; any = true) {
    std::string_view rest = word;
    const auto count = CountFrom(TakeLast(&rest, " \t"));
    const std::string_view tag = TakeLast(&rest, " \t");
    if (!count || tag.empty() || CountFrom(tag)) {
      if (!any || word.find_first_of(" \t") != word.npos) return std::nullopt;
      return LexiconEntry{std::string(word), sum};
    }
    sum += *count;
    word = rest;
  }
}

Entry FromJson(std::string_view line) {
  const auto object = nlohmann::json::parse(line, nullptr, false);
  if (!object.is_object() || !object.contains("word") || !object["word"].is_string() ||
      object["word"].get_ref<const std::string&>().empty()) {
    return std::nullopt;
  }
  LexiconEntry entry{object["word"].get<std::string>(), std::nullopt};
  if (object.contains("count")) {
    if (!object["count"].is_number_unsigned()) return std::nullopt;
    entry.count = object["count"].get<uint64_t>();
  }
  return entry;
}

Entry FromLine(LexiconFormat format, std::string_view line, size_t header_tabs) {
  switch (format) {
    case LexiconFormat::kTsv:
      return FromTsv(line, header_tabs);
    case LexiconFormat::kJieba:
      return FromJieba(line);
    case LexiconFormat::kHanlp:
      return FromHanlp(line);
    case LexiconFormat::kJsonLines:
      return FromJson(line);
    case LexiconFormat::kWords:
      break;
  }
  return LexiconEntry{std::string(line), std::nullopt};
}

// Describes a line of the format, for the message about a line that does not fit.
const char* LineOf(LexiconFormat format) {
  switch (format) {
    case LexiconFormat::kTsv:
      return "a word, a tab and a count";
    case LexiconFormat::kHanlp:
      return "a word, a tag and a count";
    default:
      return "{\"word\":\"...\",\"count\":1}";
  }
}

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

// Returns the strictest format that more than half of the lines fit. Lines of JSON and lines with
// tabs count even if they are not correct: an error is better than words that are not words.
LexiconFormat Detect(const std::vector<std::string_view>& lines) {
  const auto most = [&](const auto& fits) {
    const auto count = std::count_if(lines.begin(), lines.end(), fits);
    return 2 * count > static_cast<std::ptrdiff_t>(lines.size());
  };
  if (most([](std::string_view line) { return line.starts_with("{\""); })) {
    return LexiconFormat::kJsonLines;
  }
  if (most([](std::string_view line) { return FromHanlp(line).has_value(); })) {
    return LexiconFormat::kHanlp;
  }
  if (most([](std::string_view line) { return line.find('\t') != line.npos; })) {
    return LexiconFormat::kTsv;
  }
  const auto has_more = [](std::string_view line) {
    return FromJieba(line)->word.size() < line.size();
  };
  return most(has_more) ? LexiconFormat::kJieba : LexiconFormat::kWords;
}

}  // namespace

LexiconReader::LexiconReader(const std::string& path) : lines_(path, kLongestLine) {
  const std::vector<std::string_view> lines = LinesOf(lines_.Ahead());
  if (!lines.empty() && (lines[0] == kTsvHeader || lines[0].starts_with("word\tcount\t"))) {
    header_tabs_ = static_cast<size_t>(std::count(lines[0].begin(), lines[0].end(), '\t'));
  }
  format_ = header_tabs_ != 0 ? LexiconFormat::kTsv : Detect(lines);
  if (std::string_view line; header_tabs_ != 0) lines_.NextNotEmpty(&line);
}

bool LexiconReader::Next(LexiconEntry* entry) {
  std::string_view line;
  if (!lines_.NextNotEmpty(&line)) return false;
  std::optional<LexiconEntry> read = FromLine(format_, line, header_tabs_);
  if (!read) {
    lines_.Fail(fmt::format("does not fit the lexicon format {} ({})", LexiconFormatName(format_),
                            LineOf(format_)));
  }
  if (!simdjson::validate_utf8(read->word)) lines_.Fail("is not valid UTF-8");
  *entry = std::move(*read);
  return true;
}

void AppendLexiconLine(LexiconFormat format, std::string_view word, uint64_t count,
                       std::string* out) {
  const bool by_spaces = format == LexiconFormat::kJieba || format == LexiconFormat::kHanlp;
  if (by_spaces && word.find_first_of(" \t") != word.npos) {
    throw InputError(
        fmt::format("the word '{}' holds white space, which format {} cannot hold; write "
                    "tsv or jsonl",
                    Printable(std::string(word)), LexiconFormatName(format)));
  }
  const fmt::format_int digits(count);
  const std::string_view number(digits.data(), digits.size());
  switch (format) {
    case LexiconFormat::kTsv:
      out->append(word).append("\t").append(number);
      break;
    case LexiconFormat::kJieba:
      out->append(word).append(" ").append(number);
      break;
    case LexiconFormat::kHanlp:
      out->append(word).append(" ").append(kHanlpTag).append(" ").append(number);
      break;
    case LexiconFormat::kWords:
      out->append(word);
      break;
    case LexiconFormat::kJsonLines:
      out->append("{\"word\":").append(JsonString(word));
      out->append(",\"count\":").append(number).append("}");
      break;
  }
  out->push_back('\n');
}

}  // namespace ciku
