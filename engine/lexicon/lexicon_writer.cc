#include "engine/lexicon/lexicon_writer.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <utility>

#include "io/blanks.h"
#include "io/error.h"
#include "io/json.h"
#include "io/lexicons/csv_line.h"
#include "io/lexicons/rime_header.h"
#include "io/output/text_output.h"
#include "io/streams/byte_stream.h"

namespace ciku {
namespace {

// The part of speech that HanLP gives to words that are added without one.
constexpr std::string_view kHanlpTag = "nz";

// Six decimals, and never -0.
std::string Decimal(double value) {
  const std::string text = fmt::format("{:.6f}", value);
  return text == "-0.000000" ? text.substr(1) : text;
}

// Returns a value as text: counts as whole numbers, others with six decimals. Returns `none` if
// there is no value, or none that is finite.
std::string ValueText(const Statistic& statistic, const WordStatistics& of, const char* none) {
  const std::optional<double> value = statistic.value(of);
  if (!value || !std::isfinite(*value)) return none;
  return statistic.is_count ? fmt::format("{}", static_cast<uint64_t>(*value)) : Decimal(*value);
}

}  // namespace

bool HoldsWord(LexiconFormat format, std::string_view word) {
  const bool trimmed = !word.empty() && Trimmed(word).size() == word.size();
  const bool on_a_line = word.find_first_of("\t\r\n") == word.npos;
  switch (format) {
    case LexiconFormat::kTsv:
    case LexiconFormat::kCsv:
    case LexiconFormat::kJsonLines:
      return true;
    case LexiconFormat::kJieba:
    case LexiconFormat::kHanlp:
      return !HoldsBlank(word);
    case LexiconFormat::kRime:  // # begins a comment
      return trimmed && on_a_line && !word.starts_with('#');
    case LexiconFormat::kWords:
    case LexiconFormat::kSentencePiece:
      return trimmed && on_a_line;
  }
  return false;
}

bool NeedsTotal(LexiconFormat format) { return format == LexiconFormat::kSentencePiece; }

void SaveLexicon(const std::string& path,
                 const std::function<WrittenWords(const WriteText& write)>& hand_on) {
  TextOutput output(path);
  const WrittenWords written = hand_on([&](std::string_view text) { output.Write(text); });
  if (written.left_out > 0) {
    throw InputError(
        fmt::format("{}: the format cannot hold {} words, such as '{}'; write tsv, csv or jsonl",
                    Printable(path), written.left_out, Printable(written.first_left_out)));
  }
  output.Commit();
}

LexiconWriter::LexiconWriter(const LexiconLayout& layout, KnownStatistics known,
                             std::function<void(std::string_view)> write, uint64_t total)
    : format_(layout.format),
      write_(std::move(write)),
      total_(total),
      columns_(ColumnsOf(layout, known)) {
  CheckLayout(layout);
  WriteBeginning(layout);
}

void LexiconWriter::WriteBeginning(const LexiconLayout& layout) {
  if (layout.byte_order_mark) line_ = kByteOrderMark;
  if (format_ == LexiconFormat::kRime) AppendRimeHeader(layout.name, &line_);
  if (HasHeader(layout, columns_)) {
    const char separator = format_ == LexiconFormat::kTsv ? '\t' : ',';
    for (const LexiconColumn& column : columns_) line_.append(column.name).push_back(separator);
    line_.back() = '\n';
  }
  if (!line_.empty()) write_(line_);
}

void LexiconWriter::Add(std::string_view word, uint64_t count, const WordStatistics* statistics) {
  if (!HoldsWord(format_, word) || (NeedsTotal(format_) && count == 0)) {
    if (++written_.left_out == 1) written_.first_left_out = word;
    return;
  }
  ++written_.written;
  if (format_ == LexiconFormat::kTsv && word.find('\t') != word.npos) {
    if (++written_.with_tabs == 1) written_.first_with_tabs = word;
  }
  line_.clear();
  if (HoldsColumns(format_)) {
    AppendColumns(word, count, statistics);
  } else {
    AppendWord(word, count);
  }
  line_.push_back('\n');
  write_(line_);
}

void LexiconWriter::AppendWord(std::string_view word, uint64_t count) {
  const fmt::format_int number(count);
  line_.append(word);
  switch (format_) {
    case LexiconFormat::kJieba:
      line_.append(" ").append(number.data(), number.size());
      break;
    case LexiconFormat::kHanlp:
      line_.append(" ").append(kHanlpTag).append(" ").append(number.data(), number.size());
      break;
    case LexiconFormat::kRime:
      line_.append("\t").append(number.data(), number.size());
      break;
    case LexiconFormat::kSentencePiece:
      line_.append("\t").append(
          Decimal(std::log(static_cast<double>(count) / static_cast<double>(total_))));
      break;
    default:
      break;
  }
}

void LexiconWriter::AppendColumns(std::string_view word, uint64_t count,
                                  const WordStatistics* statistics) {
  const bool json = format_ == LexiconFormat::kJsonLines;
  const char separator = format_ == LexiconFormat::kTsv ? '\t' : ',';
  if (json) line_.push_back('{');
  for (const LexiconColumn& column : columns_) {
    if (&column != &columns_.front()) line_.push_back(separator);
    if (json) line_.append("\"").append(column.name).append("\":");
    if (column.statistic != nullptr) {
      line_.append(ValueText(*column.statistic, *statistics, json ? "null" : ""));
    } else if (column.name == LexiconColumn::kCount) {
      const fmt::format_int number(count);
      line_.append(number.data(), number.size());
    } else if (json) {
      line_.append(JsonString(word));
    } else if (format_ == LexiconFormat::kCsv) {
      AppendCsvField(word, &line_);
    } else {
      line_.append(word);
    }
  }
  if (json) line_.push_back('}');
}

}  // namespace ciku
