// Blocks: the units of work of a sweep.
#ifndef CIKU_IO_INPUT_BLOCK_H_
#define CIKU_IO_INPUT_BLOCK_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "io/buffer.h"
#include "io/text.h"

namespace ciku {

class Source;

// A block in the pipeline. It owns the buffer and the decompressor that it needs and is used again
// for later blocks, so that the number of blocks bounds the memory of a sweep's input.
struct Block {
  // Set when the block is handed out.
  std::shared_ptr<Source> source;
  std::string_view slice;  // of the mapped file, plain or compressed; or of a live input
  Origin origin;           // of `loaded`
  uint64_t content_size = 0;
  bool from_stream = false;
  bool last = false;     // the last block of its file
  bool unsound = false;  // the slice could not be decompressed on its own
  bool idle = false;     // there is no slice, because the next one was not to be had yet
  bool paused = false;   // the input, which is read as it comes, pauses behind the slice

  // Set when it is loaded.
  std::string_view loaded;
  uint64_t input_bytes = 0;  // how many bytes of the file on disk were read for it
  Buffer buffer;
  std::shared_ptr<void> decompressor;

  // Set when it is stitched to its neighbours: `lead` holds the record that began in an earlier
  // block, or the next part of a long record; `body` holds the records that lie within this block.
  std::string start_bytes;
  std::string lead_bytes;
  Text lead;
  Text body;
  // The file ends here, and its last record has all of its text in earlier blocks.
  bool ends_record = false;
  // The file ends inside a record that is passed over.
  bool cut_off = false;

  // Set when it is parsed.
  uint64_t records = 0;
  uint64_t bad_records = 0;
  uint64_t passed_over = 0;
  std::string parsed;  // the texts of records that are no lines of text
  RecordPlaces places;
};

}  // namespace ciku

#endif  // CIKU_IO_INPUT_BLOCK_H_
