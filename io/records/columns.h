// The texts in chosen columns of a table: what CSV and COPY have in common.
#ifndef CIKU_IO_RECORDS_COLUMNS_H_
#define CIKU_IO_RECORDS_COLUMNS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/records/record_format.h"
#include "io/text.h"

namespace ciku {

// Which fields of a table's records hold texts.
struct ColumnChoice {
  char delimiter = ',';
  // The columns, counted from 0, in the order in which their texts are taken. All are less than
  // `width`, and there is at least one.
  std::vector<size_t> columns;
  // How many fields a record must have: as many as the first one of its file.
  size_t width = 0;
};

// Takes the texts of records that a parser divides into fields. Its memory does not depend on how
// many fields a record has. Not safe for use by two threads at once.
class ColumnTaker {
 public:
  // Returns the text of a field that is given as it is in the file. The text is the field, a part
  // of it, or the contents of `buffer`.
  using Decode = std::string_view (*)(std::string_view field, std::string* buffer);

  // What `take` gets of a record is the text of each chosen column, or all of them as one text with
  // `join` between them. Of the arguments, all but `decode` must outlive this object.
  ColumnTaker(const Text& records, const ColumnChoice& choice,
              const std::optional<std::string>& join, bool skip_bad, const TakeText& take,
              Decode decode);

  // Adds the next field of a record. It must remain valid until the record ends.
  void AddField(std::string_view field) {
    if (fields_ == next_column_) Keep(field);
    ++fields_;
  }

  // The record that begins at `offset` of the text ends: takes what was chosen. If the record does
  // not have the right number of fields, it is bad.
  void EndRecord(size_t offset);

  // The record ends, and it is bad because of `problem` at `offset`. Bad records are counted if
  // `skip_bad`; otherwise this throws InputError.
  void EndBadRecord(size_t offset, std::string_view problem);

  const RecordCounts& counts() const { return counts_; }

 private:
  struct Column {
    size_t number;
    size_t place;  // among the chosen ones
  };

  void Keep(std::string_view field);
  void StartRecord();
  void TakeJoined(size_t offset);

  const Text& records_;
  const ColumnChoice& choice_;
  const std::optional<std::string>& join_;
  const bool skip_bad_;
  const TakeText& take_;
  const Decode decode_;
  std::vector<Column> ascending_;
  std::vector<std::string_view> chosen_;
  std::string buffer_;
  std::string joined_;
  RecordCounts counts_;
  // Of the current record: how many fields it has, how many of them are chosen, and which column is
  // the next one that is chosen.
  size_t fields_ = 0;
  size_t kept_ = 0;
  size_t next_column_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_COLUMNS_H_
