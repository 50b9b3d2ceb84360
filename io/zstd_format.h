// The two formats of packed text, as far as ciku reads their headers itself: zstd frames
// (RFC 8878, section 3.1) and the zstd seekable format.
//
// A zstd file is a sequence of frames, each data (magic 0xFD2FB528) or skippable (magics
// 0x184D2A50 to 0x184D2A5F, then a 4-byte size). All numbers are little-endian. The seekable
// format ends with one skippable frame that lists the others:
//
//   table  := u32 0x184D2A5E  u32 size_of_what_follows  entry*  footer
//   entry  := u32 compressed_size  u32 content_size  [u32 checksum]
//   footer := u32 number_of_entries  u8 descriptor  u32 0x8F92EAB1
//
// where bit 7 of the descriptor says that entries have checksums (the low 32 bits of XXH64 of
// the content) and bits 2 to 6 must be zero. A reader must reject a table whose sizes do not add
// up to exactly the file.
#ifndef CIKU_IO_ZSTD_FORMAT_H_
#define CIKU_IO_ZSTD_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ciku {

// What a walk over one frame's headers tells, without decompressing.
struct ZstdFrame {
  bool skippable = false;
  // Bytes of the frame, headers included; meaningful only when `complete`.
  uint64_t compressed_size = 0;
  // The content has at most this many bytes.
  uint64_t content_bound = 0;
  // Bytes of history a streaming decoder has to hold.
  uint64_t window_size = 0;
  // False where the walk stopped early because content_bound went over the limit given.
  bool complete = false;
};

// Walks the frame that starts at `offset` of `bytes`, block header by block header, stopping once
// its content may exceed `content_limit`. Throws CorruptionError (naming `path` and offset) where
// no frame starts there or the file ends inside it.
ZstdFrame WalkZstdFrame(std::string_view bytes, uint64_t offset, uint64_t content_limit,
                        const std::string& path);

// The window of the frame whose header `head` begins with, or 0 where it begins with none. A
// frame's header has at most 18 bytes.
uint64_t ZstdWindowSize(std::string_view head);

// The seek table of a file, left in place: entries are read from the mapped bytes as needed.
class SeekTable {
 public:
  struct Entry {
    uint32_t compressed_size;
    uint32_t content_size;
  };

  // The table at the end of `bytes`, which must outlive it; nothing where the file has none.
  // Throws CorruptionError where there is one that does not fit the file.
  static std::optional<SeekTable> Find(std::string_view bytes, const std::string& path);

  size_t size() const { return size_; }
  Entry entry(size_t i) const;

 private:
  SeekTable(const char* entries, size_t size, size_t stride)
      : entries_(entries), size_(size), stride_(stride) {}

  const char* entries_;
  size_t size_;
  size_t stride_;
};

// The seek table, as the frame to be written at the end of a file, for frames with these sizes
// and no checksums of their own (each frame carries one already).
std::string EncodeSeekTable(const std::vector<SeekTable::Entry>& entries);

}  // namespace ciku

#endif  // CIKU_IO_ZSTD_FORMAT_H_
