// Positions in a corpus: how far it has been read.
#ifndef CIKU_IO_INPUT_READER_POSITION_H_
#define CIKU_IO_INPUT_READER_POSITION_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "io/files/manifest.h"

namespace ciku {

// The beginning of the text in a file that has not been handed on yet. The kind of the file decides
// what the numbers mean; they mean the same for every memory budget.
struct SourcePosition {
  // The offset in a zstd file of a frame; 0 in other files.
  uint64_t frame = 0;
  // The offset in the text that begins with that frame; in other files, in the whole text.
  uint64_t offset = 0;
  // A run of symbols was handed on up to here and goes on in this text.
  bool joined = false;
  // The number of the record that was handed on in parts up to here and goes on in this text; 0 if
  // there is none.
  uint64_t record = 0;
  bool at_start = true;  // at the start of the file: a byte-order mark may follow
};

// A position in a corpus. Its files are numbered from 0 in their order.
struct ReaderPosition {
  struct Begun {
    size_t file = 0;
    SourcePosition position;
  };
  std::vector<Begun> begun;   // the files that have been read in part
  size_t next_file = 0;       // the first file that has not been opened
  uint64_t long_records = 0;  // how many records were handed on in parts
};

// Convert a position to the JSON in a manifest and back. ReaderPositionFrom throws CorruptionError
// or nlohmann's exceptions if `json` is not a position.
Json ToJson(const ReaderPosition& position);
ReaderPosition ReaderPositionFrom(const Json& json);

}  // namespace ciku

#endif  // CIKU_IO_INPUT_READER_POSITION_H_
