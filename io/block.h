// Blocks: the units of work of a sweep.
#ifndef CIKU_IO_BLOCK_H_
#define CIKU_IO_BLOCK_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ciku {

class Source;

// Where a stretch of text comes from, for messages.
struct Origin {
  enum class Kind {
    kFile,    // offset in the file itself
    kFrame,   // offset in the text from the zstd frame on that starts at `frame`
    kStream,  // offset in the decompressed (and converted) text of the whole file
  };
  const std::string* path = nullptr;
  Kind kind = Kind::kFile;
  uint64_t frame = 0;
  uint64_t offset = 0;

  // "PATH: byte 12 of ...", with `ahead` added to the offset.
  std::string Describe(uint64_t ahead) const;
};

// A stretch of text in UTF-8 that begins and ends where a run of symbols may begin and end, unless
// it is joined to its neighbours.
struct Text {
  std::string_view bytes;
  Origin origin;
  // The stretch goes on a run that did not end in the stretch before. How much of it the two have
  // in common is up to the SplitRule.
  bool joined_to_previous = false;
  bool joined_to_next = false;
  // So does the line: a carriage return at the end of the stretch does not end it.
  bool line_goes_on = false;
  // Where `bytes` were made of others, these: it is they that the origin is of.
  std::string_view original = {};
  // What comes before the stretch was handed to the same thread just before this.
  bool continues = false;
  // The number, from 1 on, of the record that the stretch is a part of, where the others of its
  // parts are in other blocks; 0 where it holds whole records.
  uint64_t part_of = 0;
  // Which line ends of the block's text, from 0 on, end records; null where every line end does.
  const std::vector<uint32_t>* record_ends = nullptr;
};

// A growing buffer whose bytes are not initialised.
class Buffer {
 public:
  // At least `size` bytes; what was in them before is lost when it grows.
  char* Reserve(size_t size) {
    if (size > capacity_) {
      data_ = std::make_unique_for_overwrite<char[]>(size);
      capacity_ = size;
    }
    return data_.get();
  }
  char* data() { return data_.get(); }

 private:
  std::unique_ptr<char[]> data_;
  size_t capacity_ = 0;
};

// A block on its way through the pipeline. It owns what it needs to be decompressed and is used
// again for later blocks; the number of blocks bounds the memory of a sweep's input.
struct Block {
  // Set when the block is handed out.
  std::shared_ptr<Source> source;
  std::string_view slice;  // of the mapped file, plain or compressed
  Origin origin;           // of `loaded`
  uint64_t content_size = 0;
  bool from_stream = false;
  bool last = false;  // nothing of this file comes after it

  // Set when it is loaded.
  std::string_view loaded;
  uint64_t input_bytes = 0;  // of the file on disk that it stands for
  Buffer buffer;
  std::shared_ptr<void> decompressor;

  // Set when it is stitched to its neighbours: records that began in an earlier block, then
  // those that lie within this one.
  std::string start_bytes;
  std::string lead_bytes;
  Text lead;
  Text body;
  // The file ends here, with a record whose text all lies in earlier blocks.
  bool ends_record = false;

  // Set when it is parsed.
  uint64_t records = 0;
  uint64_t bad_records = 0;
  std::string parsed;                 // the text of JSON lines
  std::vector<uint32_t> record_ends;  // of `parsed`
};

}  // namespace ciku

#endif  // CIKU_IO_BLOCK_H_
