// The text format of PostgreSQL's COPY. What MySQL writes with mysqldump --tab, SELECT INTO OUTFILE
// and mysql --batch has the same format.
//
// A record ends at LF or CRLF, and its fields are separated by delimiters. In a field,
//
//   \b \f \n \r \t \v   are the bytes that they are in C
//   \1 \12 \123         is the byte of this octal value, modulo 256
//   \x1 \x12            is the byte of this hexadecimal value
//   \ and another byte  is this byte, also if it is a delimiter, LF, CR or a backslash
//
// A field that is \N is null, and its text is empty. (mysql --batch writes the word NULL instead,
// which is read as this word. MySQL writes NUL as \0; octal digits behind it are read as a part of
// the escape.) Quotes are ordinary bytes.
//
// Besides:
// - A line that is \. marks the end of a table. It is skipped, and what follows is read as more
//   records: files of several tables with the same columns may be put together, and no block of a
//   file needs to know of the blocks before it. Anything else that follows rarely has the right
//   number of fields, and its lines are bad records.
// - If records have one field, a blank line is a record with an empty text. Otherwise it is
//   skipped.
// - The last record of a file need not have a line end. CR at the end of the file is a line end.
//   Any other CR that does not stand before LF is an ordinary byte. A backslash at the end of the
//   file stands for itself.
// - Bytes that are not valid UTF-8 are passed on as they are.
//
// The delimiter is any byte but a backslash, CR, LF, a dot, a digit and a letter, because escapes
// are made of these. A byte-order mark is no part of what these functions get.
#ifndef CIKU_IO_RECORDS_COPY_TEXT_H_
#define CIKU_IO_RECORDS_COPY_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/records/columns.h"
#include "io/records/record_format.h"
#include "io/text.h"

namespace ciku {

// Finds the line ends that no backslash takes into a field. Each such line counts as a record.
class CopyFinder : public RecordFinder {
 public:
  FoundEnds Find(std::string_view text) override;

 private:
  // The stretch before ended with a backslash that takes the next byte into a field.
  bool escapes_next_ = false;
};

// Takes the texts of chosen columns, each of them or all of them with `join` between them. A record
// is bad if it does not have the right number of fields. Bad records are counted if `skip_bad`;
// otherwise the first one throws InputError, which names its place. RecordCounts::records are
// texts, not records of the table.
RecordCounts ParseCopy(const Text& records, const ColumnChoice& columns,
                       const std::optional<std::string>& join, bool skip_bad, const TakeText& take);

// Returns where the first record of a file ends, behind its line end. Blank lines before it are
// included, and so are lines that are \. marks. `start` is the start of the file. Returns nothing
// if the record does not end there.
std::optional<size_t> FirstCopyRecord(std::string_view start);

// Returns the texts of all fields of the first record in `text`, and none if there is no record.
// Blank lines before the record are skipped, as in FirstCopyRecord.
std::vector<std::string> CopyFields(std::string_view text, char delimiter);

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_COPY_TEXT_H_
