// Block files: they hold spilled entries until these are merged, and, with a description, tables of
// entries that users keep (engine/count/counts_file.h).
//
// A block file is divided into partitions; the entries of a partition are sorted. This layer stores
// blocks of encoded entries and does not know their encoding. All numbers are little-endian.
//
//   file      := header block* description index footer
//   header    := "CIKURUN" u8 version (2)
//   block     := u32 raw_size (not 0)  u32 stored_size  u64 checksum  stored bytes (one zstd frame)
//   index     := { u64 offset  u64 blocks  u64 digest } for each partition, whose blocks are
//                contiguous
//   footer    := u64 description_offset  u32 description_size  u32 partitions
//                u32 largest_raw_size  u32 0  u64 checksum  "CIKURUN."
//
// A block's checksum is XXH3-64 over its stored bytes, seeded with raw_size << 32 | stored_size. A
// partition's digest starts at 0; each block turns it into XXH3-64 over the block's checksum,
// seeded with the digest so far. The footer's checksum is XXH3-64 over the description, the index
// and the footer's first 24 bytes; because the index holds the digests, it covers the whole file. A
// reader must reject a file if its magics, version, sizes or checksums are wrong.
#ifndef CIKU_IO_FILES_BLOCK_FILE_H_
#define CIKU_IO_FILES_BLOCK_FILE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/files/file.h"
#include "io/files/manifest.h"

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace ciku {

// A complete block file. Movable; safe to read from several threads.
class BlockFile {
 public:
  struct Partition {
    uint64_t offset = 0;
    uint64_t blocks = 0;
    uint64_t digest = 0;
  };

  // The first bytes of a block file, before its version.
  static constexpr std::string_view kMagic = "CIKURUN";
  static constexpr char kVersion = 2;

  // Takes `file`, which holds a complete block file, and reads its index. Throws IoError, or
  // CorruptionError if the file is damaged.
  explicit BlockFile(File file);

  const std::vector<Partition>& partitions() const { return partitions_; }
  uint64_t bytes() const { return bytes_; }
  // The size in bytes of the largest block when decompressed: the memory that a reader of a
  // partition needs.
  size_t largest_block() const { return largest_block_; }
  // The checksum of the whole file, which tells it from other block files.
  uint64_t checksum() const { return checksum_; }
  // The description that was passed to BlockFileWriter::End; empty for temporary files.
  const std::string& description() const { return description_; }
  const File& file() const { return file_; }

 private:
  File file_;
  uint64_t bytes_ = 0;
  uint64_t checksum_ = 0;
  size_t largest_block_ = 0;
  std::string description_;
  std::vector<Partition> partitions_;
};

// Writes a block file, partition after partition. Not safe for use by two threads at once.
class BlockFileWriter {
 public:
  // The zstd level at which blocks are compressed. Keys are stored as differences already, and
  // level 1 removes most of the redundancy that is left; negative levels take little time.
  static constexpr int kUsualLevel = 1;

  // Begins a block file in `file`, which is empty. Throws IoError.
  explicit BlockFileWriter(File file, int level = kUsualLevel);

  // Goes on from the state `saved` of another writer: `file` ends with the last byte that this
  // writer had written when it was saved. Throws CorruptionError or nlohmann's exceptions if
  // `saved` is not the result of Save().
  BlockFileWriter(File file, const Json& saved, int level = kUsualLevel);

  // Returns the state of the writer between two blocks, for a manifest: "bytes", the size of the
  // file so far, and the contents of the index and the footer.
  Json Save() const;

  // The number of bytes written so far.
  uint64_t bytes() const { return position_; }
  const File& file() const { return file_; }

  // Begins the next partition.
  void BeginPartition();

  // Adds a block of encoded entries to the partition. Throws IoError.
  void WriteBlock(std::string_view raw);

  // Adds a partition of another block file and copies its blocks as they are stored. Throws
  // IoError, or CorruptionError if the checksums of the blocks do not match.
  void AppendPartition(const BlockFile& file, size_t partition);

  // Writes description, index and footer. Nothing may be written after this. Throws IoError.
  void End(std::string_view description);

  // Gives away the file, after End().
  File Release() { return std::move(file_); }

  // Ends a file without a description and opens it for reading. Throws as End() and BlockFile do.
  BlockFile Finish();

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
  };

  // Writes a block that is already compressed and has its header.
  void WriteStored(std::string_view block, uint32_t raw_size, uint64_t checksum);

  File file_;
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
  std::string stored_;
  uint64_t position_ = 0;
  uint32_t largest_block_ = 0;
  std::vector<BlockFile::Partition> partitions_;
};

// Reads the blocks of one partition in order. Not safe for use by two threads at once.
class BlockFileReader {
 public:
  // `file` must outlive the reader.
  BlockFileReader(const BlockFile& file, size_t partition)
      : file_(&file),
        position_(file.partitions()[partition].offset),
        left_(file.partitions()[partition].blocks),
        expected_digest_(file.partitions()[partition].digest) {}

  // Returns the next block, decompressed and valid until the next call; it is empty at the end of
  // the partition. Throws IoError, or CorruptionError with the offset of a damaged block.
  std::string_view Next();

  // A block as it is stored, with its header.
  struct Stored {
    std::string_view bytes;  // empty at the end of the partition
    uint32_t raw_size = 0;
    uint64_t checksum = 0;
  };
  // Returns the next block, whose bytes are valid until this thread's next call of Next() or
  // NextStored() of any reader. Throws as Next() does.
  Stored NextStored();

 private:
  const BlockFile* file_;
  uint64_t position_;
  uint64_t left_;
  const uint64_t expected_digest_;
  uint64_t digest_ = 0;
  std::string raw_;
};

}  // namespace ciku

#endif  // CIKU_IO_FILES_BLOCK_FILE_H_
