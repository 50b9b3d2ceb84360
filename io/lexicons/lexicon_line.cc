#include "io/lexicons/lexicon_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "io/blanks.h"
#include "io/error.h"
#include "io/lexicons/csv_line.h"
#include "io/lexicons/line_parts.h"
#include "io/lexicons/part_of_speech.h"

namespace ciku {
namespace {

// The beginning of a part of a line, for messages.
std::string Shown(std::string_view part) {
  constexpr size_t kShown = 40;  // bytes, about
  size_t end = std::min(part.size(), kShown);
  while (end < part.size() && (part[end] & 0xC0) == 0x80) ++end;
  return Printable(std::string(part.substr(0, end))) + (end < part.size() ? "..." : "");
}

uint64_t CountFrom(std::string_view text) {
  if (text.empty()) throw LexiconFault{"its count is empty"};
  if (const auto count = WholeNumber(text)) return *count;
  throw LexiconFault{fmt::format("'{}' is no whole number below 2^64", Shown(text))};
}

// A word without the blanks at its ends. A word of nothing but blanks, which mining all characters
// can find, stays as it is.
std::string WordFrom(std::string_view text) {
  const std::string_view word = Trimmed(text);
  if (text.empty()) throw LexiconFault{"it has no word"};
  return std::string(word.empty() ? text : word);
}

// The entry of a line whose columns are known.
LexiconEntry FromColumns(const std::vector<std::string_view>& fields,
                         const LexiconColumns& columns) {
  if (fields.size() > columns.all) {
    throw LexiconFault{
        fmt::format("it has {} columns, and {} are known", fields.size(), columns.all)};
  }
  const auto field = [&](size_t i) { return i < fields.size() ? fields[i] : std::string_view(); };
  LexiconEntry entry{WordFrom(field(columns.word)), std::nullopt};
  if (columns.count) entry.count = CountFrom(Trimmed(field(*columns.count)));
  return entry;
}

// Without a header, several tabs are as one, so that columns can be aligned.
LexiconEntry FromTsv(std::string_view line, const std::optional<LexiconColumns>& columns) {
  if (columns) return FromColumns(SplitAt(line, '\t'), *columns);
  std::vector<std::string_view> fields = SplitAtTabs(line);
  // A word of nothing but blanks is no empty column.
  const std::string_view first = line.substr(0, line.find('\t'));
  if (fields.size() == 1 && !first.empty() && Trimmed(first).empty()) {
    fields.insert(fields.begin(), first);
  }
  if (fields.size() < 2) {
    throw LexiconFault{first.empty() ? "it has no word" : "it has no count"};
  }
  if (fields.size() > 2) throw UnnamedColumns(fields.size());
  return {WordFrom(fields[0]), CountFrom(fields[1])};
}

LexiconEntry FromCsv(std::string_view line, const LexiconColumns& columns) {
  const auto fields = SplitCsvLine(line);
  if (!fields) throw LexiconFault{"its quotes are not those of RFC 4180"};
  return FromColumns({fields->begin(), fields->end()}, columns);
}

LexiconEntry FromJson(std::string_view line) {
  const auto object = nlohmann::json::parse(line, nullptr, false);
  if (!object.is_object()) throw LexiconFault{"it is no JSON object"};
  if (!object.contains("word") || !object["word"].is_string()) {
    throw LexiconFault{"it has no text as 'word'"};
  }
  LexiconEntry entry{WordFrom(object["word"].get_ref<const std::string&>()), std::nullopt};
  if (!object.contains("count")) return entry;
  if (!object["count"].is_number_unsigned()) {
    throw LexiconFault{"its 'count' is no whole number below 2^64"};
  }
  entry.count = object["count"].get<uint64_t>();
  return entry;
}

// Returns the text before a part of it.
std::string_view Before(std::string_view text, std::string_view part) {
  return Trimmed(text.substr(0, static_cast<size_t>(part.data() - text.data())));
}

LexiconEntry FromJieba(std::string_view line, bool named) {
  const std::vector<std::string_view> parts = SplitAtBlanks(line);
  if (parts.size() < 2) return {WordFrom(line), std::nullopt};
  bool counted = false;
  if (!named && !IsAscii(parts[0]) && AreWordAndTags(parts, &counted) && counted) {
    throw LexiconFault{fmt::format("'{}' could also be a tag of format hanlp", Shown(parts[1]))};
  }
  if (!named && HasInnerCount(parts)) {
    throw LexiconFault{fmt::format("it has {} columns", parts.size())};
  }
  const std::string_view last = parts.back();
  const std::string_view before_last = parts[parts.size() - 2];
  if (LooksLikeNumber(last)) return {std::string(Before(line, last)), CountFrom(last)};
  if (parts.size() > 2 && LooksLikeTag(last) && LooksLikeNumber(before_last)) {
    if (!named && !IsKnownTag(last) && IsAscii(line)) {
      throw LexiconFault{fmt::format("'{}' is no known tag", Shown(last))};
    }
    return {std::string(Before(line, before_last)), CountFrom(before_last)};
  }
  if (parts.size() > 2 && LooksLikeNumber(before_last)) {
    if (!named) throw LexiconFault{fmt::format("'{}' is no known tag", Shown(last))};
    return {std::string(Before(line, before_last)), CountFrom(before_last)};
  }
  return {std::string(IsKnownTag(last) ? Before(line, last) : line), std::nullopt};
}

LexiconEntry FromHanlp(std::string_view line, bool named) {
  const bool tabs = line.find('\t') != line.npos;
  const auto parts = tabs ? SplitAtTabs(line) : SplitAtBlanks(line);
  LexiconEntry entry{WordFrom(parts[0]), std::nullopt};
  bool after_tag = false;
  for (size_t i = 1; i < parts.size(); ++i) {
    if (!LooksLikeNumber(parts[i])) {
      if (!named && !IsKnownTag(parts[i])) {
        throw LexiconFault{fmt::format("'{}' is no known tag", Shown(parts[i]))};
      }
      after_tag = true;
      continue;
    }
    if (!after_tag) throw LexiconFault{fmt::format("no tag is before '{}'", Shown(parts[i]))};
    const uint64_t count = CountFrom(parts[i]);
    const uint64_t sum = entry.count.value_or(0);
    if (count > UINT64_MAX - sum) throw LexiconFault{"its counts add up to 2^64 or more"};
    entry.count = sum + count;
    after_tag = false;
  }
  return entry;
}

// A weight of 0, or a share such as 50%, is no count.
LexiconEntry FromRime(std::string_view line, LexiconColumns columns) {
  const std::vector<std::string_view> fields = SplitAt(line, '\t');
  const size_t at = columns.count.value_or(fields.size());
  const std::string_view weight = at < fields.size() ? Trimmed(fields[at]) : std::string_view();
  if (weight.empty() || weight == "0" || weight.ends_with('%')) columns.count.reset();
  return FromColumns(fields, columns);
}

}  // namespace

std::optional<LexiconColumns> ColumnsNamedBy(const std::vector<std::string_view>& fields) {
  LexiconColumns columns{fields.size(), fields.size(), std::nullopt};
  std::optional<size_t> frequency;
  for (size_t i = fields.size(); i-- > 0;) {
    const std::string_view name = Trimmed(fields[i]);
    if (name.empty() || LooksLikeNumber(name)) return std::nullopt;
    if (name == "word") columns.word = i;
    if (name == "count") columns.count = i;
    if (name == "frequency" || name == "freq") frequency = i;
  }
  if (!columns.count) columns.count = frequency;
  if (columns.word == fields.size()) return std::nullopt;
  return columns;
}

LexiconFault UnnamedColumns(size_t columns) {
  return {
      fmt::format("it has {} columns, and no first line names them (word, count, ...)", columns)};
}

LexiconEntry ReadLexiconLine(const LexiconGrammar& grammar, std::string_view line) {
  switch (grammar.format) {
    case LexiconFormat::kTsv:
      return FromTsv(line, grammar.columns);
    case LexiconFormat::kCsv:
      return FromCsv(line, grammar.columns.value());
    case LexiconFormat::kJsonLines:
      return FromJson(Trimmed(line));
    case LexiconFormat::kJieba:
      return FromJieba(Trimmed(line), grammar.named);
    case LexiconFormat::kHanlp:
      return FromHanlp(Trimmed(line), grammar.named);
    case LexiconFormat::kRime:
      return FromRime(line, grammar.columns.value());
    case LexiconFormat::kWords:
    case LexiconFormat::kSentencePiece:
      break;
  }
  return {WordFrom(line), std::nullopt};
}

}  // namespace ciku
