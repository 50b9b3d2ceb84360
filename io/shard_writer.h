// Writes a folder of shards: text in the zstd seekable format (see zstd_format.h), in frames that
// end at record ends and carry checksums.
#ifndef CIKU_IO_SHARD_WRITER_H_
#define CIKU_IO_SHARD_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/corpus.h"
#include "io/file.h"
#include "io/input_file.h"
#include "io/manifest.h"
#include "io/unfinished.h"
#include "io/zstd_format.h"

struct ZSTD_CCtx_s;

namespace ciku {

// Compresses frames, one at a time. Each thread has its own.
class FrameCompressor {
 public:
  // `level` is one of zstd's, 1 to 22.
  explicit FrameCompressor(int level);

  // One frame, with its checksum and content size.
  std::string Compress(std::string_view text);

  // Part of one frame that is as long as it gets; `last` ends it.
  std::string CompressPart(std::string_view text, bool last);

  // Bytes of memory that this compressor takes after it has compressed something.
  size_t memory() const;

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
};

// A folder on its way to `path`: made under a temporary name beside it, and renamed by Commit().
// Throws InputError where `path` holds something already, IoError where it cannot be made.
class ResultFolder {
 public:
  // Without a Commit nothing remains.
  explicit ResultFolder(const std::string& path);

  // For a run that can be resumed: without a Commit the folder remains, under a temporary name that
  // `token` tells from others'. A run that is `resumed` finds it; any other begins with an empty
  // one.
  ResultFolder(const std::string& path, const std::string& token, bool resumed);

  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;
  ~ResultFolder();

  // Where a file of this name goes until the Commit.
  std::string PathFor(const std::string& name);

  // Sees to it that the names in it are on disk.
  void Sync() const;

  // Does nothing where an earlier run has come as far as this.
  void Commit();

 private:
  void CheckTarget() const;
  void Make();

  std::string path_;
  std::string temporary_path_;
  std::vector<std::string> files_;  // all that PathFor() gave
  std::optional<Unfinished> unfinished_;
  bool remains_ = false;
};

// The shards of one text format: shard-00000.txt.zst (or .jsonl.zst) and so on, in a folder that is
// temporary itself. Not safe for use by two threads at once.
class ShardWriter {
 public:
  // A shard is ended once it holds `shard_size` bytes of text. `folder` must outlive the writer.
  ShardWriter(ResultFolder* folder, TextFormat format, uint64_t shard_size)
      : folder_(folder), format_(format), shard_size_(shard_size) {}

  // Adds a compressed frame. Throws IoError.
  void WriteFrame(std::string_view compressed, uint64_t content_size);

  // Adds a part of a frame; the frame is complete with the part that is `last`. Throws InputError
  // for a frame of 4 GiB or more, which the format has no room for.
  void WritePart(std::string_view compressed, uint64_t content_size, bool last);

  // Ends the last shard.
  void Finish();

  // What a manifest has to hold for Restore, between two frames. What was written is then on disk.
  Json Save() const;
  // Makes a new writer go on where another one was saved: what that has written since is forgotten.
  // Throws IoError, or CorruptionError where the shard is shorter than it was.
  void Restore(const Json& saved);

  // True where what is written next begins a shard.
  bool at_shard_start() const { return !shard_; }

  uint64_t shards() const { return shards_; }
  uint64_t frames() const { return frames_; }
  uint64_t packed_bytes() const { return packed_bytes_; }

 private:
  std::string ShardPath(uint64_t number) const;
  void OpenShard();

  ResultFolder* const folder_;
  const TextFormat format_;
  const uint64_t shard_size_;
  std::optional<File> shard_;
  uint64_t shard_bytes_ = 0;
  std::vector<SeekTable::Entry> entries_;  // of the shard at hand
  uint64_t shard_content_ = 0;
  uint64_t frame_compressed_ = 0;  // of the frame at hand
  uint64_t frame_content_ = 0;
  uint64_t shards_ = 0;
  uint64_t frames_ = 0;
  uint64_t packed_bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_SHARD_WRITER_H_
