#include "io/records/csv.h"

#include <algorithm>
#include <cstring>

namespace ciku {
namespace {

// Returns the place behind the last line end of `text`, or 0 if there is none. memrchr is many
// times as fast as string_view::rfind, which looks at one byte at a time.
size_t BehindLastLineEnd(std::string_view text) {
  if (text.empty()) return 0;
  const void* found = ::memrchr(text.data(), '\n', text.size());
  if (found == nullptr) return 0;
  return static_cast<size_t>(static_cast<const char*>(found) - text.data()) + 1;
}

// Adds the line ends of `text`, which are outside quotes. It begins at `at` of its stretch.
void AddLineEnds(std::string_view text, size_t at, FoundEnds* ends) {
  const size_t last = BehindLastLineEnd(text);
  if (last == 0) return;
  if (ends->first == 0) ends->first = at + text.find('\n') + 1;
  ends->last = at + last;
}

// Walks through the records of a text. It searches for the bytes that end a field instead of
// looking at each byte, which makes it many times as fast as libcsv: of texts of some hundred
// bytes, it reads 8 GB/s and libcsv 0.5 GB/s; of fields of 20 bytes, all of them in quotes, 1.5
// GB/s and 0.5 GB/s.
class CsvWalk {
 public:
  CsvWalk(std::string_view text, char delimiter)
      : text_(text), delimiter_(delimiter), line_end_(std::min(text.find('\n'), text.size())) {}

  size_t at() const { return at_; }

  // Goes to the start of the next record; returns false if there is none.
  bool SkipBlankLines() {
    while (at_ < text_.size()) {
      const size_t end = at_ + (text_[at_] == '\r' ? 1 : 0);
      if (end < text_.size() && text_[end] != '\n') return true;
      at_ = std::min(end + 1, text_.size());
    }
    return false;
  }

  // Calls field(bytes) with each field of the record, quotes included, and goes behind the record.
  // Returns the place of a quote that is not closed, or npos if there is none.
  template <typename TakeField>
  size_t ReadRecord(const TakeField& field) {
    for (;;) {
      const size_t begin = at_;
      if (at_ < text_.size() && text_[at_] == '"' && !SkipQuotes()) return begin;
      if (line_end_ < at_) line_end_ = std::min(text_.find('\n', at_), text_.size());
      const std::string_view rest = text_.substr(at_, line_end_ - at_);
      const size_t size = rest.find(delimiter_);
      if (size == rest.npos) {
        field(text_.substr(begin, line_end_ - begin - (rest.ends_with('\r') ? 1 : 0)));
        at_ = std::min(line_end_ + 1, text_.size());
        return text_.npos;
      }
      field(text_.substr(begin, at_ + size - begin));
      at_ += size + 1;
    }
  }

 private:
  // Goes behind the quote that closes the field. Returns false if there is none.
  bool SkipQuotes() {
    size_t quote = text_.find('"', at_ + 1);
    while (quote != text_.npos && text_.substr(quote + 1).starts_with('"')) {
      quote = text_.find('"', quote + 2);
    }
    at_ = quote == text_.npos ? text_.size() : quote + 1;
    return quote != text_.npos;
  }

  const std::string_view text_;
  const char delimiter_;
  size_t at_ = 0;
  // The first line end from at_ on, or the end of the text; not known if it is less than at_.
  size_t line_end_;
};

std::string_view DecodeCsvField(std::string_view field, std::string* buffer) {
  if (!field.starts_with('"')) return field;
  field.remove_prefix(1);
  size_t quote = field.find('"');
  if (quote == field.npos) return field;
  if (quote + 1 == field.size()) return field.substr(0, quote);
  buffer->clear();
  while (quote != field.npos && field.substr(quote + 1).starts_with('"')) {
    buffer->append(field, 0, quote + 1);
    field.remove_prefix(quote + 2);
    quote = field.find('"');
  }
  buffer->append(field.substr(0, quote));
  if (quote != field.npos) buffer->append(field.substr(quote + 1));
  return *buffer;
}

}  // namespace

FoundEnds CsvFinder::Find(std::string_view text) {
  FoundEnds ends;
  size_t at = 0;
  while (at < text.size()) {
    if (state_ == State::kQuoted || state_ == State::kQuote) at = SkipQuoted(text, at);
    const size_t begin = at;
    if (at < text.size()) at = SkipUnquoted(text, at);
    AddLineEnds(text.substr(begin, at - begin), begin, &ends);
  }
  return ends;
}

size_t CsvFinder::SkipQuoted(std::string_view text, size_t at) {
  for (;;) {
    if (state_ == State::kQuoted) {
      const size_t quote = text.find('"', at);
      if (quote == text.npos) return text.size();
      at = quote + 1;
      state_ = State::kQuote;
    }
    if (at == text.size()) return at;
    if (text[at] == delimiter_ && text.substr(at + 1).starts_with('"')) {
      ++at;  // The next field is quoted, too.
    } else if (text[at] != '"') {
      state_ = State::kInside;
      return at;
    }
    ++at;
    state_ = State::kQuoted;
  }
}

size_t CsvFinder::SkipUnquoted(std::string_view text, size_t at) {
  const auto ends_field = [&](char byte) { return byte == delimiter_ || byte == '\n'; };
  size_t quote = text.find('"', at);
  while (quote != text.npos) {
    // Only a quote at the start of a field opens it, and the byte before the quote tells.
    if (quote == at ? state_ == State::kStart : ends_field(text[quote - 1])) {
      state_ = State::kQuoted;
      return quote + 1;
    }
    quote = text.find('"', quote + 1);
  }
  state_ = ends_field(text.back()) ? State::kStart : State::kInside;
  return text.size();
}

RecordCounts ParseCsv(const Text& records, const ColumnChoice& columns,
                      const std::optional<std::string>& join, bool skip_bad, const TakeText& take) {
  ColumnTaker taker(records, columns, join, skip_bad, take, DecodeCsvField);
  CsvWalk walk(records.bytes, columns.delimiter);
  while (walk.SkipBlankLines()) {
    const size_t begin = walk.at();
    const size_t open = walk.ReadRecord([&](std::string_view field) { taker.AddField(field); });
    if (open == records.bytes.npos) {
      taker.EndRecord(begin);
    } else {
      taker.EndBadRecord(open, "the quote that opens here is not closed");
    }
  }
  return taker.counts();
}

std::optional<size_t> FirstCsvRecord(std::string_view start, char delimiter) {
  CsvWalk walk(start, delimiter);
  if (!walk.SkipBlankLines()) return std::nullopt;
  const FoundEnds ends = CsvFinder(delimiter).Find(start.substr(walk.at()));
  if (ends.first == 0) return std::nullopt;
  return walk.at() + ends.first;
}

std::vector<std::string> CsvFields(std::string_view text, char delimiter) {
  std::vector<std::string> fields;
  std::string buffer;
  const auto add = [&](std::string_view field) {
    fields.emplace_back(DecodeCsvField(field, &buffer));
  };
  CsvWalk walk(text, delimiter);
  if (!walk.SkipBlankLines()) return fields;
  const size_t open = walk.ReadRecord(add);
  if (open != text.npos) add(text.substr(open));
  return fields;
}

}  // namespace ciku
