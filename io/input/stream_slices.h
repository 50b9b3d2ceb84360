// A file that is read from front to back, in slices.
#ifndef CIKU_IO_INPUT_STREAM_SLICES_H_
#define CIKU_IO_INPUT_STREAM_SLICES_H_

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

#include "io/input/block.h"
#include "io/streams/byte_stream.h"

namespace ciku {

// Only one slice is out at a time; the thread that loads it reads the next bytes of the stream.
class StreamSlices {
 public:
  // `origin` is the origin of the first byte of the stream.
  StreamSlices(std::unique_ptr<ByteStream> stream, Origin origin, size_t block_size)
      : stream_(std::move(stream)), origin_(origin), block_size_(block_size) {}

  // Must not be called while a slice is out.
  bool HandOut(Block* block) {
    if (done_) return false;
    busy_ = true;
    block->from_stream = true;
    return true;
  }

  bool busy() const { return busy_; }
  bool done() const { return done_; }

  void Load(Block* block) {
    char* const data = block->buffer.Reserve(block_size_);
    const uint64_t before = stream_->consumed();
    const size_t size = stream_->Read(data, block_size_);
    block->loaded = {data, size};
    block->origin = origin_;
    block->input_bytes = stream_->consumed() - before;
    block->last = done_ = size < block_size_;
    origin_.offset += size;
    busy_ = false;
  }

 private:
  std::unique_ptr<ByteStream> stream_;
  Origin origin_;  // of the next slice
  const size_t block_size_;
  bool done_ = false;  // written while busy_ is set, read while it is not
  std::atomic<bool> busy_ = false;
};

}  // namespace ciku

#endif  // CIKU_IO_INPUT_STREAM_SLICES_H_
