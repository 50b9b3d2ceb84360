// Reads tables in several ways, so that tests can compare them.
#ifndef CIKU_TESTS_TABLE_READING_H_
#define CIKU_TESTS_TABLE_READING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/error.h"
#include "io/records/columns.h"
#include "io/records/record_format.h"
#include "io/text.h"
#include "tests/naive_tables.h"
#include "tests/random_text.h"

namespace ciku {

// How a table is read.
struct TableTask {
  TableTask(ColumnChoice chosen, std::optional<std::string> between, bool skipping)
      : columns(std::move(chosen)), join(std::move(between)), skip_bad(skipping) {}

  ColumnChoice columns;
  std::optional<std::string> join;
  bool skip_bad;
};

// What is read of a table.
struct TableTexts {
  std::vector<std::string> texts = {};
  uint64_t records = 0;
  uint64_t bad = 0;
  std::string error = {};

  bool operator==(const TableTexts&) const = default;
};

using ParseTable = RecordCounts (*)(const Text& records, const ColumnChoice& columns,
                                    const std::optional<std::string>& join, bool skip_bad,
                                    const TakeText& take);

// Reads the part of a file that begins at `offset`, unless there was an error before.
inline void ReadTable(ParseTable parse, std::string_view part, uint64_t offset,
                      const TableTask& task, TableTexts* read) {
  static const std::string path = "f";
  if (!read->error.empty()) return;
  try {
    const RecordCounts counts =
        parse({part, {.path = &path, .offset = offset}}, task.columns, task.join, task.skip_bad,
              [&](std::string_view text, size_t) { read->texts.emplace_back(text); });
    read->records += counts.records;
    read->bad += counts.bad;
  } catch (const InputError& error) {
    read->error = error.what();
    read->records = read->texts.size();
  }
}

inline TableTexts ReadTable(ParseTable parse, std::string_view text, const TableTask& task) {
  TableTexts read;
  ReadTable(parse, text, 0, task, &read);
  return read;
}

// Returns what must be read of a table.
inline TableTexts ChooseNaively(const NaiveTable& table, const TableTask& task) {
  const size_t width = task.columns.width;
  TableTexts read;
  for (const NaiveRecord& record : table.records) {
    if (record.blank && width != 1) continue;
    if (record.open_quote || record.fields.size() != width) {
      if (++read.bad; task.skip_bad) continue;
      read.bad = 0;
      const size_t fields = record.fields.size();
      const std::string problem = record.open_quote
                                      ? "the quote that opens here is not closed"
                                      : "this record has " + std::to_string(fields) +
                                            (fields == 1 ? " field" : " fields") +
                                            ", and the first one has " + std::to_string(width);
      read.error = "f: offset " + std::to_string(record.open_quote.value_or(record.begin)) + ": " +
                   problem + "; mend it, or pass --skip-bad-records to leave such records out";
      break;
    }
    std::vector<std::string> texts;
    for (const size_t column : task.columns.columns) {
      if (task.join && !texts.empty()) {
        texts.back() += *task.join + record.fields[column];
      } else {
        texts.push_back(record.fields[column]);
      }
    }
    read.texts.insert(read.texts.end(), texts.begin(), texts.end());
  }
  read.records = read.texts.size();
  return read;
}

// Divides a text into stretches of up to `longest` bytes, some of them empty.
inline std::vector<std::string_view> Stretches(std::string_view text, size_t longest,
                                               RandomText* random) {
  std::vector<std::string_view> stretches;
  while (!text.empty()) {
    stretches.push_back(text.substr(0, random->Below(longest + 1)));
    text.remove_prefix(stretches.back().size());
  }
  return stretches;
}

// What a reader of blocks gets of a table: the end of every stretch's first and last record as a
// place in the whole text, and the texts.
struct StitchedTable {
  std::vector<std::pair<size_t, size_t>> ends;
  TableTexts read;
};

// Reads a table as a reader of blocks does: of each stretch, first the record that began earlier,
// then those that lie within. What follows the last record's end is kept for the next stretch.
inline StitchedTable ReadStitched(RecordFinder* finder, ParseTable parse,
                                  const std::vector<std::string_view>& stretches,
                                  const TableTask& task) {
  StitchedTable stitched;
  std::string kept;
  size_t at = 0;
  const auto read = [&](std::string_view part, size_t begin) {
    ReadTable(parse, part, begin, task, &stitched.read);
  };
  for (const std::string_view stretch : stretches) {
    const FoundEnds found = finder->Find(stretch);
    if (found.last > 0) {
      stitched.ends.emplace_back(at + found.first, at + found.last);
      read(kept + std::string(stretch.substr(0, found.first)), at - kept.size());
      read(stretch.substr(found.first, found.last - found.first), at + found.first);
      kept.clear();
    }
    kept += stretch.substr(found.last);
    at += stretch.size();
  }
  read(kept, at - kept.size());
  return stitched;
}

// Returns the ends that a finder must find, as StitchedTable has them.
inline std::vector<std::pair<size_t, size_t>> FindNaively(
    const NaiveTable& table, const std::vector<std::string_view>& stretches) {
  std::vector<std::pair<size_t, size_t>> ends;
  size_t at = 0;
  for (const std::string_view stretch : stretches) {
    std::optional<size_t> first;
    size_t last = 0;
    for (const size_t end : table.ends) {
      if (end <= at || end > at + stretch.size()) continue;
      first = first.value_or(end);
      last = end;
    }
    if (first) ends.emplace_back(*first, last);
    at += stretch.size();
  }
  return ends;
}

// Some ways to read tables of up to three columns.
inline std::vector<TableTask> TableTasks(char delimiter) {
  std::vector<TableTask> tasks;
  for (const bool skip_bad : {true, false}) {
    tasks.push_back({{delimiter, {0}, 1}, std::nullopt, skip_bad});
    tasks.push_back({{delimiter, {1}, 2}, " ", skip_bad});
    tasks.push_back({{delimiter, {1, 0}, 2}, std::nullopt, skip_bad});
    tasks.push_back({{delimiter, {2, 0, 2}, 3}, "--", skip_bad});
  }
  return tasks;
}

}  // namespace ciku

#endif  // CIKU_TESTS_TABLE_READING_H_
