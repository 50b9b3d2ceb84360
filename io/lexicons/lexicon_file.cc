#include "io/lexicons/lexicon_file.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "io/blanks.h"
#include "io/error.h"
#include "io/lexicons/csv_line.h"
#include "io/lexicons/line_parts.h"
#include "io/lexicons/rime_header.h"
#include "io/lexicons/tell_lexicon_format.h"

namespace ciku {
namespace {

constexpr size_t kLongestLine = size_t{1} << 20;

// Describes a line of the format, for the message about a line that does not fit.
const char* LineOf(LexiconFormat format) {
  switch (format) {
    case LexiconFormat::kTsv:
      return "a word, a tab and a count";
    case LexiconFormat::kCsv:
      return "a word, a comma and a count";
    case LexiconFormat::kJsonLines:
      return "{\"word\":\"...\",\"count\":1}";
    case LexiconFormat::kJieba:
      return "a word, a count and a tag";
    case LexiconFormat::kHanlp:
      return "a word, a tag and a count";
    case LexiconFormat::kRime:
      return "the columns that its header names";
    default:
      return "a word";
  }
}

}  // namespace

LexiconReader::LexiconReader(const std::string& path, std::optional<LexiconFormat> format)
    : lines_(path, kLongestLine) {
  if (format == LexiconFormat::kSentencePiece) {
    throw UsageError("the format sentencepiece has no counts: it is written, but not read");
  }
  grammar_.named = format.has_value();
  grammar_.format = format ? *format : TellLexiconFormat(path, &lines_);
}

bool LexiconReader::Next(LexiconEntry* entry) {
  std::string_view line;
  if (!NextLine(&line)) return false;
  try {
    *entry = ReadLexiconLine(grammar_, line);
  } catch (const LexiconFault& fault) {
    Fail(fault);
  }
  if (!simdjson::validate_utf8(entry->word)) {
    lines_.Fail("is not valid UTF-8, as lexicons are; convert it, for example with iconv");
  }
  const bool quoted = format() == LexiconFormat::kCsv || format() == LexiconFormat::kJsonLines;
  if (!quoted && entry->word.find('\r') != entry->word.npos) {
    lines_.Fail("holds a carriage return; lines end in LF or CRLF");
  }
  return true;
}

bool LexiconReader::NextLine(std::string_view* line) {
  if (!begun_ && grammar_.format == LexiconFormat::kRime) {
    grammar_.columns = ReadRimeHeader(&lines_);
    comments_ = true;
  }
  while (lines_.Next(line)) {
    while (line->starts_with(kByteOrderMark)) line->remove_prefix(kByteOrderMark.size());
    if (Trimmed(*line).empty()) continue;
    const bool first = !begun_;
    begun_ = true;
    if (first && IsHeader(*line)) continue;
    if (!comments_ || !line->starts_with('#')) return true;
    comments_ = !EndsRimeComments(*line);
  }
  return false;
}

bool LexiconReader::IsHeader(std::string_view line) {
  if (format() == LexiconFormat::kTsv) return TakeHeader(SplitAt(line, '\t'));
  if (format() != LexiconFormat::kCsv) return false;
  const auto fields = SplitCsvLine(line);
  if (!fields) Fail({"its quotes are not those of RFC 4180"});
  if (TakeHeader({fields->begin(), fields->end()})) return true;
  // Without a header, the first line says whether there are counts.
  if (fields->size() > 2) Fail(UnnamedColumns(fields->size()));
  grammar_.columns = {fields->size(), 0, std::nullopt};
  if (fields->size() == 2) grammar_.columns->count = 1;
  return false;
}

bool LexiconReader::TakeHeader(const std::vector<std::string_view>& fields) {
  grammar_.columns = ColumnsNamedBy(fields);
  const bool has_number = std::any_of(fields.begin(), fields.end(), [](std::string_view field) {
    return LooksLikeNumber(Trimmed(field));
  });
  if (!grammar_.columns && fields.size() > 1 && !has_number) {
    Fail({"it has no count and, as a header, no column 'word'"});
  }
  return grammar_.columns.has_value();
}

void LexiconReader::Fail(const LexiconFault& fault) const {
  lines_.Fail(
      fmt::format("does not fit the lexicon format {} ({}): {}; if that is not the format, name it "
                  "with --lexicon-format",
                  LexiconFormatName(grammar_.format), LineOf(grammar_.format), fault.reason));
}

}  // namespace ciku
