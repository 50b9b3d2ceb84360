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

}  // namespace ciku

#endif  // CIKU_TESTS_NAIVE_TABLES_H_
