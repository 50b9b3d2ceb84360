// The headers of zstd frames (RFC 8878, section 3.1) and the table of the zstd seekable format,
// which ciku reads without libzstd.
//
// A zstd file is a sequence of frames, each data (magic 0xFD2FB528) or skippable (magics
// 0x184D2A50 to 0x184D2A5F, then a 4-byte size). All numbers are little-endian. The seekable
// format ends with one skippable frame that lists the others:
//
//   table  := u32 0x184D2A5E  u32 size_of_what_follows  entry*  footer
//   entry  := u32 compressed_size  u32 content_size  [u32 checksum]
//   footer := u32 number_of_entries  u8 descriptor  u32 0x8F92EAB1
//
// Bit 7 of the descriptor says that entries have checksums (the low 32 bits of XXH64 of the
// content); bits 2 to 6 must be zero. A table is only a hint where frames are: it may be left over
// from a part of the file, or be wrong, and the file is still a zstd file. It does not fit the file
// if the sizes of its frames and of the table itself do not add up to the size of the file.
#ifndef CIKU_IO_STREAMS_ZSTD_FORMAT_H_
#define CIKU_IO_STREAMS_ZSTD_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ciku {

// What the headers of a frame and its blocks tell without decompression.
struct ZstdFrame {
  bool skippable = false;
  // Bytes of the frame, headers included; meaningful only if `complete`.
  uint64_t compressed_size = 0;
  // The content has at most this many bytes.
  uint64_t content_bound = 0;
  // Bytes of history a streaming decoder has to hold.
  uint64_t window_size = 0;
  // False if content_bound exceeds the limit that was given; the walk may then have stopped early.
  bool complete = false;
};

// Reads the headers of the frame that starts at `offset` of `bytes`, block by block, and stops as
// soon as the content may exceed `content_limit`. Throws CorruptionError, which names `path` and
// the offset, if no frame starts there, a block is of a reserved type or the file ends inside the
// frame.
ZstdFrame WalkZstdFrame(std::string_view bytes, uint64_t offset, uint64_t content_limit,
                        const std::string& path);

// Throws what an error of libzstd means: InputError if a dictionary is needed; otherwise
// CorruptionError, which names the place in the file, such as "data near offset 12".
[[noreturn]] void ThrowZstdError(size_t error, const std::string& path, const std::string& place);

// Returns true if a skippable frame starts with `head`.
bool IsSkippableZstdFrame(std::string_view head);

// Returns the window size in bytes of the frame whose header `head` begins with, or 0 if it does
// not begin with a whole header. A frame's header has at most 18 bytes.
uint64_t ZstdWindowSize(std::string_view head);

// The seek table of a file. The table stays where it is: entries are read from the mapped bytes.
class SeekTable {
 public:
  struct Entry {
    uint32_t compressed_size;
    uint32_t content_size;
  };

  // Returns the table at the end of `bytes`, or nothing if there is none that fits; `bytes` must
  // outlive the table. Takes time in proportion to the number of entries.
  static std::optional<SeekTable> Find(std::string_view bytes);

  size_t size() const { return size_; }
  Entry entry(size_t i) const;

 private:
  SeekTable(const char* entries, size_t size, size_t stride)
      : entries_(entries), size_(size), stride_(stride) {}

  const char* entries_;
  size_t size_;
  size_t stride_;
};

// Returns the seek table for frames of these sizes as the skippable frame that has to end the file.
// The table has no checksums, because each frame carries its own.
std::string EncodeSeekTable(const std::vector<SeekTable::Entry>& entries);

}  // namespace ciku

#endif  // CIKU_IO_STREAMS_ZSTD_FORMAT_H_
