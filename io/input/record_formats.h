// The finder and the parser of each format.
#ifndef CIKU_IO_INPUT_RECORD_FORMATS_H_
#define CIKU_IO_INPUT_RECORD_FORMATS_H_

#include <memory>

#include "io/input/block.h"
#include "io/input/corpus.h"
#include "io/input/input_file.h"
#include "io/records/json_records.h"
#include "io/records/record_format.h"

namespace ciku {

// Returns what finds the ends of records in the text of this file.
std::unique_ptr<RecordFinder> MakeRecordFinder(const InputFile& input);

// Parses records of all formats but lines. Safe for use by several threads at once.
class RecordParser {
 public:
  // Throws UsageError if a field is no path.
  explicit RecordParser(const InputOptions& options);

  // Takes the texts of whole records of a file. Throws InputError at a bad record unless the
  // options say that bad records are counted.
  RecordCounts Parse(const Text& records, const InputFile& input, const TakeText& take) const;

  // The same for a file that ends inside a record which is passed over.
  RecordCounts TakeCutOff(const InputFile& input) const;

 private:
  JsonFields fields_;
  bool skip_bad_;
};

// What a record of a format is called in messages: "JSON line".
const char* NounOf(InputFormat format);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_RECORD_FORMATS_H_
