// Records that a sweep writes to disk for the next one, in compressed blocks with checksums
// (io/files/block_file.h). All threads read them back, in no particular order.
#ifndef CIKU_ENGINE_TEMPLATES_RUN_STREAM_H_
#define CIKU_ENGINE_TEMPLATES_RUN_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sweep/per_thread.h"
#include "io/files/block_file.h"
#include "io/files/spill_folder.h"
#include "io/output/work_folder.h"

namespace ciku {

// The records that were written. Movable.
class RunStream {
 public:
  RunStream() = default;
  RunStream(std::vector<BlockFile> parts, SpillFolder* spills);
  RunStream(RunStream&&) = default;
  RunStream& operator=(RunStream&& other) noexcept;
  ~RunStream();

  // Calls visit(records) for every block, on `threads` threads. Throws CorruptionError.
  void ForEachBlock(size_t threads, const std::function<void(std::string_view)>& visit) const;

  // The size on disk.
  uint64_t bytes() const;

  // Returns the value that a manifest has to hold for Restore. `folder` is the folder that the
  // stream was written to.
  Json Save(const WorkFolder& folder) const;

  // Opens the stream that Save() was called on. Throws CorruptionError.
  static RunStream Restore(WorkFolder* folder, const Json& saved);

 private:
  void Forget();

  std::vector<BlockFile> parts_;
  SpillFolder* spills_ = nullptr;
};

// Writes records. Any number of threads may add records, each to its own Part; everything else is
// for one thread at a time.
class RunStreamWriter {
 public:
  // A block of short records ends when it holds this many bytes.
  static constexpr size_t kBlockSize = size_t{64} << 10;

  // `spills` must outlive the writer and the stream.
  explicit RunStreamWriter(SpillFolder* spills) : spills_(spills) {}

  // One thread's part.
  class Part {
   public:
    explicit Part(BlockFileWriter run) : run_(std::move(run)) {}

    // The next record has to be appended here, and then EndRecord() called.
    std::string* block() { return &block_; }
    // Throws IoError.
    void EndRecord() {
      if (block_.size() >= kBlockSize) EndBlock();
    }
    // Ends the block unless it is empty. Throws IoError.
    void EndBlock();
    const BlockFileWriter& run() const { return run_; }
    BlockFile Finish();

   private:
    // A partition, which one thread reads, ends when its blocks hold this many bytes.
    static constexpr size_t kReadTogether = size_t{512} << 10;

    BlockFileWriter run_;
    std::string block_;
    size_t together_ = kReadTogether;  // bytes in the partition
  };
  Part& local() { return *of_threads_.local(); }

  // Ends all blocks, and returns the value that a manifest has to hold for Restore. More records
  // may be added afterwards.
  Json Save(const WorkFolder& folder);

  // Makes a new writer continue from the point where Save() was called. Throws CorruptionError.
  void Restore(const WorkFolder& folder, const Json& saved);

  // Ends the writing and returns the stream.
  RunStream Finish();

 private:
  // A fast level, because words are already numbers: half the time, for a fifth more on disk.
  static constexpr int kLevel = -4;

  // Returns a part that no thread has yet.
  Part* TakePart();

  SpillFolder* const spills_;
  std::mutex mutex_;
  std::deque<Part> parts_;
  size_t taken_ = 0;  // how many parts, from the first on, a thread has
  PerThread<Part*> of_threads_{[this] { return TakePart(); }};
};

// Throws CorruptionError: a stream does not hold the records that it should.
[[noreturn]] void ThrowBadRecord();

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_RUN_STREAM_H_
