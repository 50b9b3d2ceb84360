// What every format of inputs has: rules for where its records end, and for the texts that its
// records hold.
//
// A finder is asked first, in the order of the file, and its answer decides what a block holds.
// Records that are whole then go to the format's parser, on any thread and in any order.
#ifndef CIKU_IO_RECORDS_RECORD_FORMAT_H_
#define CIKU_IO_RECORDS_RECORD_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace ciku {

// The records that end in a stretch of text.
struct FoundEnds {
  // Just behind the first and the last record that end in the stretch; 0 if none does.
  size_t first = 0;
  size_t last = 0;
  // How many bytes behind the stretch belong to a record that nobody needs and that need not be
  // read. The record is then a part of what comes before `last`, which is the end of the stretch;
  // parsers pass over it.
  uint64_t skip = 0;
};

// Finds the ends of records in the text of one file. Not safe for use by two threads at once.
class RecordFinder {
 public:
  virtual ~RecordFinder() = default;

  // `text` is the next stretch: the first one begins at the start of a record, each of the others
  // where the one before it ended, `skip` bytes aside. Throws InputError if what is read cannot be
  // a record.
  virtual FoundEnds Find(std::string_view text) = 0;
};

// What a parser found.
struct RecordCounts {
  uint64_t records = 0;      // texts that were taken
  uint64_t bad = 0;          // records that are broken, or that lack what was asked for
  uint64_t passed_over = 0;  // records of kinds that hold no text, such as images in a web archive

  RecordCounts& operator+=(const RecordCounts& other) {
    records += other.records;
    bad += other.bad;
    passed_over += other.passed_over;
    return *this;
  }
};

// Takes a text, and the offset of the record that holds it in what is parsed. The text may hold
// line ends, and bytes that are not valid UTF-8. It is valid during the call.
using TakeText = std::function<void(std::string_view text, size_t record)>;

}  // namespace ciku

#endif  // CIKU_IO_RECORDS_RECORD_FORMAT_H_
