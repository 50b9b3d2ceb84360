// How far the reading of a corpus has got.
#ifndef CIKU_IO_READER_POSITION_H_
#define CIKU_IO_READER_POSITION_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "io/manifest.h"

namespace ciku {

// Where in a file the text begins that has not been handed on. What that means is up to the
// Source, and the same for every memory budget.
struct SourcePosition {
  uint64_t frame = 0;   // of the file: the start of a zstd frame; 0 for other files
  uint64_t offset = 0;  // in the text from that frame on; in a plain file, in the file
  // The text goes on a run that was handed on up to here, and has a symbol in common with it.
  bool joined = false;
  // It goes on the record with this number among those handed on in parts; 0: none of these.
  uint64_t record = 0;
  bool at_start = true;  // of the file: a byte-order mark may come
};

// Of a corpus's files, in their order.
struct ReaderPosition {
  struct Begun {
    size_t file = 0;
    SourcePosition position;
  };
  std::vector<Begun> begun;   // files that are not at their end
  size_t next_file = 0;       // the first that nothing has been read of
  uint64_t long_records = 0;  // how many were handed on in parts
};

// As a manifest holds it. The latter throws nlohmann's exceptions where it is none.
Json ToJson(const ReaderPosition& position);
ReaderPosition ReaderPositionFrom(const Json& json);

}  // namespace ciku

#endif  // CIKU_IO_READER_POSITION_H_
