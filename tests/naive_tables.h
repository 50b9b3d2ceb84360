// Simple second implementations of the formats of tables, with which tests compare the real ones.
// They go from byte to byte.
#ifndef CIKU_TESTS_NAIVE_TABLES_H_
#define CIKU_TESTS_NAIVE_TABLES_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ciku {

struct NaiveRecord {
  size_t begin = 0;
  std::vector<std::string> fields = {};
  std::optional<size_t> open_quote = {};
  bool blank = false;  // a blank line, which is a record if records have one field
};

struct NaiveTable {
  std::vector<NaiveRecord> records;
  std::vector<size_t> ends;  // just behind the line ends that end records or blank lines
};

// Returns true if CR at `at` is a part of a line end.
inline bool IsReturn(std::string_view text, size_t at) {
  return text[at] == '\r' && (at + 1 == text.size() || text[at + 1] == '\n');
}

// The states are those of Python's csv module.
inline NaiveTable ReadCsvNaively(std::string_view text, char delimiter) {
  enum class State { kStartOfField, kInField, kInQuotes, kQuoteInQuotes };
  NaiveTable table;
  NaiveRecord record;
  std::string field;
  State state = State::kStartOfField;
  size_t quote = 0;
  bool blank = true;
  const auto end_record = [&](size_t end) {
    record.fields.push_back(std::exchange(field, {}));
    if (state == State::kInQuotes) record.open_quote = quote;
    if (!blank) table.records.push_back(record);
    record = {.begin = end};
    state = State::kStartOfField;
    blank = true;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const bool quoted = state == State::kInQuotes;
    if (!quoted && text[i] == '\n') {
      table.ends.push_back(i + 1);
      end_record(i + 1);
      continue;
    }
    if (!quoted && IsReturn(text, i)) continue;
    blank = false;
    if (!quoted && text[i] == delimiter) {
      record.fields.push_back(std::exchange(field, {}));
      state = State::kStartOfField;
    } else if (text[i] == '"' && state == State::kStartOfField) {
      state = State::kInQuotes;
      quote = i;
    } else if (text[i] == '"' && quoted) {
      state = State::kQuoteInQuotes;
    } else {
      if (!quoted) {
        const bool doubled = text[i] == '"' && state == State::kQuoteInQuotes;
        state = doubled ? State::kInQuotes : State::kInField;
      }
      field += text[i];
    }
  }
  end_record(text.size());
  return table;
}

// Takes up to `most` digits of the alphabet `digits` from `text` at *at, and moves *at behind them.
inline std::optional<char> TakeDigitsNaively(std::string_view text, std::string_view digits,
                                             size_t most, size_t* at) {
  size_t value = 0;
  const size_t begin = *at;
  while (*at < text.size() && *at - begin < most && digits.find(text[*at]) != digits.npos) {
    const size_t digit = digits.find(text[(*at)++]);
    value = value * (digits.size() == 8 ? 8 : 16) + (digit < 16 ? digit : digit - 6);
  }
  if (*at == begin) return std::nullopt;
  return static_cast<char>(value % 256);
}

// Returns what an escape stands for. *at is behind the backslash and moves behind the escape.
inline char ReadEscapeNaively(std::string_view text, size_t* at) {
  if (const auto octal = TakeDigitsNaively(text, "01234567", 3, at)) return *octal;
  switch (const char byte = text[(*at)++]) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case 'x':
      return TakeDigitsNaively(text, "0123456789abcdefABCDEF", 2, at).value_or('x');
    default:
      return byte;
  }
}

// What `delimiter` may be is what CopyFields allows, so that no escape has it within.
inline NaiveTable ReadCopyNaively(std::string_view text, char delimiter) {
  NaiveTable table;
  NaiveRecord record;
  std::string field;
  std::string as_written;
  const auto end_field = [&] {
    record.fields.push_back(as_written == "\\N" ? "" : field);
    field.clear();
    as_written.clear();
  };
  const auto end_record = [&](size_t end) {
    const bool whole_line = record.fields.empty();
    record.blank = whole_line && as_written.empty();
    const bool is_mark = whole_line && as_written == "\\.";
    const bool is_rest = record.begin == text.size();
    end_field();
    if (!is_mark && !is_rest) table.records.push_back(record);
    record = {.begin = end};
  };
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    const char byte = text[i++];
    if (byte == '\n') {
      table.ends.push_back(i);
      end_record(i);
    } else if (byte == delimiter) {
      end_field();
    } else if (byte == '\\' && i < text.size()) {
      field += ReadEscapeNaively(text, &i);
      as_written += text.substr(begin, i - begin);
    } else if (!IsReturn(text, begin)) {
      field += byte;
      as_written += byte;
    }
  }
  end_record(text.size());
  return table;
}

}  // namespace ciku

#endif  // CIKU_TESTS_NAIVE_TABLES_H_
