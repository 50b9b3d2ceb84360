// What the streams over mapped files share: taking input piece by piece and giving back pages.
#ifndef CIKU_IO_MAPPED_STREAM_H_
#define CIKU_IO_MAPPED_STREAM_H_

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "io/byte_stream.h"

namespace ciku {

// A front-to-back view of a mapped file for decoders that take input in pieces.
class MappedInput {
 public:
  MappedInput(const MappedFile& file, uint64_t start)
      : file_(file), position_(start), released_(start) {}

  // The next piece, of at most 1 MiB; empty at the end of the file.
  std::string_view Next() const { return file_.bytes().substr(position_, kPiece); }

  // Moves on by `size` bytes, which must not be looked at again.
  void Advance(size_t size) {
    position_ += size;
    if (position_ - released_ >= kPiece) {
      file_.Release(released_, position_ - released_);
      released_ = position_;
    }
  }

  uint64_t position() const { return position_; }
  uint64_t size() const { return file_.bytes().size(); }
  const std::string& path() const { return file_.path(); }

 private:
  static constexpr size_t kPiece = size_t{1} << 20;

  const MappedFile& file_;
  uint64_t position_;
  uint64_t released_;
};

// Refuses frames whose windows do not fit in `memory`.
std::unique_ptr<ByteStream> OpenZstdStream(MappedInput input, uint64_t memory);
std::unique_ptr<ByteStream> OpenGzipStream(MappedInput input);
// bzip2 and xz.
std::unique_ptr<ByteStream> OpenArchiveStream(MappedInput input);

}  // namespace ciku

#endif  // CIKU_IO_MAPPED_STREAM_H_
