// BlockFile files: sorted entries that did not fit in memory, on disk until they are merged; and,
// with a description of what they are, tables of entries that are kept
// (engine/count/counts_file.h).
//
// A run is divided into partitions; within one, entries ascend. This layer stores blocks of
// encoded entries and knows nothing of what is in them. All numbers are little-endian.
//
//   run       := header block* description index footer
//   header    := "CIKURUN" u8 version (2)
//   block     := u32 raw_size (not 0)  u32 stored_size  u64 checksum  stored bytes (one zstd frame)
//   index     := { u64 offset  u64 blocks  u64 digest } for each partition, its blocks being
//                contiguous
//   footer    := u64 description_offset  u32 description_size  u32 partitions
//                u32 largest_raw_size  u32 0  u64 checksum  "CIKURUN."
//
// A block's checksum is XXH3-64 over its stored bytes, seeded with raw_size << 32 | stored_size; a
// partition's digest is 0 and, for each block, XXH3-64 over the block's checksum seeded with the
// digest so far; the footer's checksum is XXH3-64 over the description, the index and the footer's
// first 24 bytes, and so stands for the whole file. A reader must reject a run whose magics,
// version, sizes or checksums are not as they should be.
#ifndef CIKU_IO_BLOCK_FILE_H_
#define CIKU_IO_BLOCK_FILE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/file.h"
#include "io/manifest.h"

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace ciku {

// A complete run. Movable; safe to read from several threads.
class BlockFile {
 public:
  struct Partition {
    uint64_t offset = 0;
    uint64_t blocks = 0;
    uint64_t digest = 0;
  };

  // What a run begins with, before its version.
  static constexpr std::string_view kMagic = "CIKURUN";
  static constexpr char kVersion = 2;

  // Opens a run that was written to `file` and reads its index. Throws CorruptionError.
  explicit BlockFile(File file);

  const std::vector<Partition>& partitions() const { return partitions_; }
  uint64_t bytes() const { return bytes_; }
  // The size of the largest block when decompressed: what a reader of a partition has to hold.
  size_t largest_block() const { return largest_block_; }
  // Tells one run from another.
  uint64_t checksum() const { return checksum_; }
  // What the run holds, in the words of those who wrote it; empty for runs that are not kept.
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

// Writes a run, partition after partition. Not safe for use by two threads at once.
class BlockFileWriter {
 public:
  // How hard blocks are compressed: as zstd's levels say, 1 taking most of what is left where keys
  // are stored as differences already, and negative ones little time.
  static constexpr int kUsualLevel = 1;

  explicit BlockFileWriter(File file, int level = kUsualLevel);

  // Goes on where another writer was saved: `file` holds what that had written by then and nothing
  // more. Throws CorruptionError, or nlohmann's exceptions, where `saved` makes no sense.
  BlockFileWriter(File file, const Json& saved, int level = kUsualLevel);

  // What a manifest has to hold for that, between two blocks: "bytes", how many the file has, and
  // what else the index and the footer will say.
  Json Save() const;

  // Written so far.
  uint64_t bytes() const { return position_; }
  const File& file() const { return file_; }

  // Ends the partition before, if there is one, and begins the next.
  void BeginPartition();

  // Adds a block of encoded entries to the partition. Throws IoError.
  void WriteBlock(std::string_view raw);

  // Ends the partition before and adds one of another run, its blocks as they are. Throws IoError,
  // and CorruptionError where the checksums of the blocks do not match.
  void AppendPartition(const BlockFile& run, size_t partition);

  // Writes description, index and footer. The writer is used up.
  void End(std::string_view description);

  // The file, after its end.
  File Release() { return std::move(file_); }

  // Ends a run that is not kept and opens it for reading.
  BlockFile Finish();

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
  };

  // Writes a block that is stored as it should be.
  void WriteStored(std::string_view block, uint32_t raw_size, uint64_t checksum);

  File file_;
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
  std::string stored_;
  uint64_t position_ = 0;
  uint32_t largest_block_ = 0;
  std::vector<BlockFile::Partition> partitions_;
};

// Reads the blocks of one partition of a run in order.
class BlockFileReader {
 public:
  // `run` must outlive the reader.
  BlockFileReader(const BlockFile& run, size_t partition)
      : run_(&run),
        position_(run.partitions()[partition].offset),
        left_(run.partitions()[partition].blocks),
        expected_digest_(run.partitions()[partition].digest) {}

  // The next block's entries, valid until the next call; empty at the end of the partition.
  // Throws CorruptionError naming the offset of the damaged block.
  std::string_view Next();

  // The next block as it is stored, its header included, valid until the next call. Throws as
  // Next().
  struct Stored {
    std::string_view bytes;  // empty at the end of the partition
    uint32_t raw_size = 0;
    uint64_t checksum = 0;
  };
  Stored NextStored();

 private:
  const BlockFile* run_;
  uint64_t position_;
  uint64_t left_;
  const uint64_t expected_digest_;
  uint64_t digest_ = 0;
  std::string raw_;
};

}  // namespace ciku

#endif  // CIKU_IO_BLOCK_FILE_H_
