// What must hold of every format of tables.
#ifndef CIKU_TESTS_FUZZ_CHECK_TABLE_H_
#define CIKU_TESTS_FUZZ_CHECK_TABLE_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/check.h"
#include "tests/naive_tables.h"
#include "tests/random_text.h"
#include "tests/table_reading.h"

namespace ciku {

// A format of tables, with one delimiter.
struct TableFormat {
  char delimiter;
  ParseTable parse;
  std::function<std::optional<size_t>(std::string_view start)> first_record;
  std::function<std::vector<std::string>(std::string_view text)> fields;
};

inline void CheckFields(const TableFormat& format, std::string_view text, const NaiveTable& table) {
  for (const NaiveRecord& record : table.records) {
    if (record.blank) continue;
    Require(format.fields(text.substr(record.begin)) == record.fields,
            "the fields are those of the naive reader");
  }
}

inline void CheckFirstRecord(const TableFormat& format, std::string_view text,
                             const NaiveTable& table, RandomText* random) {
  std::optional<size_t> expected;
  for (const NaiveRecord& record : table.records) {
    if (record.blank) continue;
    for (const size_t end : table.ends) {
      if (!expected && end > record.begin) expected = end;
    }
    break;
  }
  Require(format.first_record(text) == expected, "the first record ends where it must");
  const std::string_view start = text.substr(0, random->Below(text.size() + 1));
  const bool complete = expected && *expected <= start.size();
  Require(format.first_record(start) == (complete ? expected : std::nullopt),
          "the first record is found as soon as it is complete");
}

// Reads a table as a whole, and in stretches with the finder that make_finder() returns.
template <typename MakeFinder>
void CheckTask(const TableFormat& format, const MakeFinder& make_finder, std::string_view text,
               const NaiveTable& table, const TableTask& task, RandomText* random) {
  const TableTexts expected = ChooseNaively(table, task);
  Require(ReadTable(format.parse, text, task) == expected, "texts are those of the naive reader");
  const auto stretches = Stretches(text, 1 + random->Below(32), random);
  auto finder = make_finder();
  const StitchedTable stitched = ReadStitched(&finder, format.parse, stretches, task);
  Require(stitched.ends == FindNaively(table, stretches), "records end where they must");
  Require(stitched.read == expected, "the division into stretches does not matter");
}

template <typename MakeFinder>
void CheckTable(const TableFormat& format, const MakeFinder& make_finder, std::string_view text,
                const NaiveTable& table) {
  RandomText random(std::hash<std::string_view>()(text));
  CheckFields(format, text, table);
  CheckFirstRecord(format, text, table, &random);
  const std::vector<TableTask> tasks = TableTasks(format.delimiter);
  for (size_t i = 0; i < tasks.size(); ++i) {
    if (IsTurn(i, tasks.size(), text.size()))
      CheckTask(format, make_finder, text, table, tasks[i], &random);
  }
}

}  // namespace ciku

#endif  // CIKU_TESTS_FUZZ_CHECK_TABLE_H_
