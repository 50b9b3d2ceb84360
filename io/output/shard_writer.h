// Writes a folder of shards. A shard is text in the zstd seekable format (see zstd_format.h); its
// frames end at record ends and carry checksums.
#ifndef CIKU_IO_OUTPUT_SHARD_WRITER_H_
#define CIKU_IO_OUTPUT_SHARD_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/files/file.h"
#include "io/files/growing_checksum.h"
#include "io/files/manifest.h"
#include "io/input/corpus.h"
#include "io/input/input_file.h"
#include "io/output/result_folder.h"
#include "io/streams/zstd_format.h"

namespace ciku {

// Writes the shards of one text format to a folder: shard-00000.txt.zst (or .jsonl.zst) and so on.
// Not safe for use by two threads at once.
class ShardWriter {
 public:
  // A complete shard.
  struct Shard {
    std::string name;
    uint64_t bytes = 0;
    uint64_t checksum = 0;  // XXH3-64 of its bytes
  };
  // More are not remembered one by one, so that memory stays bounded.
  static constexpr size_t kMostListed = 100'000;

  // A shard ends as soon as it holds `shard_size` bytes of text. `folder` must outlive the writer.
  ShardWriter(ResultFolder* folder, InputFormat format, uint64_t shard_size)
      : folder_(folder), format_(format), shard_size_(shard_size) {}

  // Adds a compressed frame. Throws IoError.
  void WriteFrame(std::string_view compressed, uint64_t content_size);

  // Adds a part of a frame; the part that is `last` completes the frame. Throws IoError, or
  // InputError if the frame has 4 GiB or more, which is too large for the seek table.
  void WritePart(std::string_view compressed, uint64_t content_size, bool last);

  // Ends the last shard. Throws IoError.
  void Finish();

  // Writes a shard without any frame. Throws IoError.
  void WriteEmptyShard();

  // Flushes to disk everything that was written and returns the state of the writer between two
  // frames, for a manifest. Throws IoError.
  Json Save() const;
  // Makes a new writer go on from the state `saved` of another one. Whatever the other one wrote
  // after that is removed. Throws IoError, or CorruptionError if the shard is shorter than it was
  // then.
  void Restore(const Json& saved);

  // True if the next frame begins a new shard.
  bool at_shard_start() const { return !shard_; }

  uint64_t shards() const { return shards_; }
  uint64_t frames() const { return frames_; }
  uint64_t packed_bytes() const { return packed_bytes_; }
  // The first complete shards, kMostListed at most.
  std::vector<Shard> first_shards() const;

 private:
  std::string NameOf(uint64_t number) const;
  std::string ShardPath(uint64_t number) const { return folder_->PathFor(NameOf(number)); }
  void OpenShard();
  void Write(std::string_view bytes);
  void RestoreShard(uint64_t size);

  ResultFolder* const folder_;
  const InputFormat format_;
  const uint64_t shard_size_;
  std::optional<File> shard_;
  GrowingChecksum written_;                // of the open shard
  std::vector<SeekTable::Entry> entries_;  // of the open shard
  uint64_t shard_content_ = 0;
  uint64_t frame_compressed_ = 0;  // bytes of the frame that is being written
  uint64_t frame_content_ = 0;
  std::vector<std::pair<uint64_t, uint64_t>> listed_;  // the bytes and checksums of Shards
  uint64_t shards_ = 0;
  uint64_t frames_ = 0;
  uint64_t packed_bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_OUTPUT_SHARD_WRITER_H_
