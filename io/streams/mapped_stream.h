// Streams over mapped files, and the input that they share: it is read piece by piece, and its
// pages are released once they are read.
#ifndef CIKU_IO_STREAMS_MAPPED_STREAM_H_
#define CIKU_IO_STREAMS_MAPPED_STREAM_H_

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "io/streams/byte_stream.h"

namespace ciku {

// A front-to-back view of a mapped file for decoders that take input in pieces.
class MappedInput {
 public:
  // A view of the bytes from `start` to `end` or to the end of the file.
  MappedInput(const MappedFile& file, uint64_t start, uint64_t end)
      : file_(file),
        end_(std::min<uint64_t>(end, file.bytes().size())),
        start_(start),
        position_(start),
        released_(start) {}

  // Returns the next piece, of at most 1 MiB; it is empty at the end.
  std::string_view Next() const {
    return file_.bytes().substr(position_, std::min<uint64_t>(kPiece, end_ - position_));
  }

  // Moves on by `size` bytes. They are not needed again: their pages may be released.
  void Advance(size_t size) {
    position_ += size;
    if (position_ - released_ >= kPiece) {
      file_.Release(released_, position_ - released_);
      released_ = position_;
    }
  }

  // The whole file.
  std::string_view bytes() const { return file_.bytes(); }
  uint64_t position() const { return position_; }
  uint64_t size() const { return end_ - start_; }
  const std::string& path() const { return file_.path(); }

 private:
  static constexpr size_t kPiece = size_t{1} << 20;

  const MappedFile& file_;
  const uint64_t end_;
  const uint64_t start_;
  uint64_t position_;
  uint64_t released_;
};

// Opens a stream that throws InputError at a frame for whose window `memory` bytes are too few.
std::unique_ptr<ByteStream> OpenZstdStream(MappedInput input, uint64_t memory);
// Returns how many bytes of memory a stream over a zstd file with these bytes may take. It is
// enough for the first frame, and for frames with usual windows after it.
uint64_t ZstdStreamMemory(std::string_view file);
std::unique_ptr<ByteStream> OpenGzipStream(MappedInput input);
// Opens a stream over bzip2 or xz.
std::unique_ptr<ByteStream> OpenArchiveStream(MappedInput input);

}  // namespace ciku

#endif  // CIKU_IO_STREAMS_MAPPED_STREAM_H_
