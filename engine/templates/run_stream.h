// What a sweep writes for the next one: records on disk, in blocks that are compressed and have
// checksums (io/block_file.h), which come back on all threads and in no order.
#ifndef CIKU_ENGINE_TEMPLATES_RUN_STREAM_H_
#define CIKU_ENGINE_TEMPLATES_RUN_STREAM_H_

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "io/block_file.h"
#include "io/spill_folder.h"
#include "io/work_folder.h"

namespace ciku {

// Complete blocks. Movable.
class RunStream {
 public:
  RunStream() = default;
  RunStream(std::vector<BlockFile> parts, SpillFolder* spills);
  RunStream(RunStream&&) = default;
  RunStream& operator=(RunStream&& other) noexcept;
  ~RunStream();

  // Calls visit(records) for every block, on `threads` threads. Throws CorruptionError.
  void ForEachBlock(size_t threads, const std::function<void(std::string_view)>& visit) const;

  // On disk.
  uint64_t bytes() const;

  // What a manifest has to hold for Restore. `folder` is where the stream was written.
  Json Save(const WorkFolder& folder) const;

  // What was saved. Throws CorruptionError.
  static RunStream Restore(WorkFolder* folder, const Json& saved);

 private:
  void Forget();

  std::vector<BlockFile> parts_;
  SpillFolder* spills_ = nullptr;
};

// Writes records. Adding is for any number of threads, each with a part of its own; the rest for
// one.
class RunStreamWriter {
 public:
  // Blocks of short records are ended once they hold this many bytes.
  static constexpr size_t kBlockSize = size_t{64} << 10;

  // `spills` must outlive the writer and the stream.
  explicit RunStreamWriter(SpillFolder* spills) : spills_(spills) {}

  // One thread's part.
  class Part {
   public:
    explicit Part(BlockFileWriter run) : run_(std::move(run)) {}

    // Where the next record is to be appended; call EndRecord() when it is whole.
    std::string* block() { return &block_; }
    // Throws IoError.
    void EndRecord() {
      if (block_.size() >= kBlockSize) EndBlock();
    }
    // Ends the block, where it is not empty. Throws IoError.
    void EndBlock();
    const BlockFileWriter& run() const { return run_; }
    BlockFile Finish();

   private:
    // Blocks that hold so many bytes together are read by one thread.
    static constexpr size_t kReadTogether = size_t{512} << 10;

    BlockFileWriter run_;
    std::string block_;
    size_t together_ = kReadTogether;  // bytes of the partition
  };
  Part& local() { return *of_threads_.local(); }

  // Ends all blocks, and returns what a manifest has to hold for Restore. Adding may go on.
  Json Save(const WorkFolder& folder);

  // Makes a new writer go on where another was saved. Throws CorruptionError.
  void Restore(const WorkFolder& folder, const Json& saved);

  // Ends the writing.
  RunStream Finish();

 private:
  // Words are numbers already: half of the time to compress them for a fifth more on disk.
  static constexpr int kLevel = -4;

  // A part that no thread has yet.
  Part* TakePart();

  SpillFolder* const spills_;
  std::mutex mutex_;
  std::deque<Part> parts_;
  size_t taken_ = 0;  // of these, the first ones
  tbb::enumerable_thread_specific<Part*> of_threads_{[this] { return TakePart(); }};
};

// The records of a stream are not what they should be. Throws CorruptionError.
[[noreturn]] void ThrowBadRecord();

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_RUN_STREAM_H_
