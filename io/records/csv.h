// CSV and TSV: tables by RFC 4180, with any delimiter.
//
// A record ends at LF or CRLF, and its fields are separated by delimiters. A field that begins with
// a double quote ends at the next quote that is not doubled; it may hold delimiters and line ends,
// and "" in it stands for one quote.
//
// The RFC leaves open:
// - A quote that is not the first byte of its field is an ordinary byte, unless it closes the field
//   or is doubled in it. What stands between the closing quote and the delimiter is a part of the
//   field, as it is: "a"b is ab, and "a"b"c" is ab"c".
// - Blank lines are skipped. A line of white space is a record, and so is a line that is "".
// - The last record of a file need not have a line end. CR at the end of the file is a line end.
//   Any other CR that does not stand before LF is an ordinary byte.
// - Bytes that are not valid UTF-8 are passed on as they are.
//
// Python's csv module reads files in the same way, except that each CR is a line end for it.
//
// The delimiter is any byte but a double quote, CR and LF. A byte-order mark is no part of what
// these functions get.
#ifndef CIKU_IO_RECORDS_CSV_H_
#define CIKU_IO_RECORDS_CSV_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/records/columns.h"
#include "io/records/record_format.h"
#include "io/text.h"

namespace ciku {

// Finds the line ends outside quotes. A blank line counts as a record.
class CsvFinder : public RecordFinder {
 public:
  explicit CsvFinder(char delimiter) : delimiter_(delimiter) {}

  FoundEnds Find(std::string_view text) override;

 private:
  // Where the next byte is.
  enum class State {
    kStart,   // at the start of a field
    kInside,  // in a field, outside quotes
    kQuoted,  // within quotes
    kQuote,   // behind a quote within quotes: it closes the field, unless another one follows
  };

  // Both go on at `at` and return where they stop: behind the closing quote of the field, behind
  // the next opening quote, or at the end of the text.
  size_t SkipQuoted(std::string_view text, size_t at);
  size_t SkipUnquoted(std::string_view text, size_t at);

  const char delimiter_;
  State state_ = State::kStart;
};

// Takes the texts of chosen columns, each of them or all of them with `join` between them. A record
// is bad if it does not have the right number of fields, or if a quote is still open when `records`
// end. Bad records are counted if `skip_bad`; otherwise the first one throws InputError, which
// names its place. RecordCounts::records are texts, not records of the table.
RecordCounts ParseCsv(const Text& records, const ColumnChoice& columns,
                      const std::optional<std::string>& join, bool skip_bad, const TakeText& take);

// Returns where the first record of a file ends, behind its line end, blank lines before it
// included. `start` is the start of the file. Returns nothing if the record does not end there.
std::optional<size_t> FirstCsvRecord(std::string_view start, char delimiter);

// Returns the texts of all fields of the first record in `text`, and none if there is no record.
std::vector<std::string> CsvFields(std::string_view text, char delimiter);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_CSV_H_
