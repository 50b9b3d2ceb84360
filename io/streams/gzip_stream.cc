// gzip is read with zlib because libarchive 3.6 does not verify the checksums of gzip members.
#include <fmt/core.h>
#include <zlib.h>

#include "io/error.h"
#include "io/streams/mapped_stream.h"

namespace ciku {
namespace {

// Reads all members of a gzip file, one after the other.
class GzipStream : public ByteStream {
 public:
  explicit GzipStream(MappedInput input) : input_(input) {
    constexpr int kGzipOnly = 16;
    if (inflateInit2(&state_, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;
  ~GzipStream() override { inflateEnd(&state_); }

  size_t Read(char* data, size_t size) override {
    size_t done = 0;
    while (done < size && !at_end_) done += ReadSome(data + done, size - done);
    return done;
  }

  uint64_t consumed() const override { return input_.position(); }

 private:
  size_t ReadSome(char* data, size_t size) {
    const std::string_view piece = input_.Next();
    if (piece.empty()) {
      if (inside_member_) Fail("truncated: the file ends inside a gzip member");
      at_end_ = true;
      return 0;
    }
    if (!inside_member_ && SkipPadding(piece)) return 0;
    inside_member_ = true;
    state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    state_.avail_in = static_cast<uInt>(piece.size());
    state_.next_out = reinterpret_cast<Bytef*>(data);
    const size_t wanted = std::min<size_t>(size, uInt{1} << 30);
    state_.avail_out = static_cast<uInt>(wanted);
    const int result = inflate(&state_, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
      Fail(state_.msg != nullptr ? state_.msg : "not decodable");
    }
    input_.Advance(piece.size() - state_.avail_in);
    if (result == Z_STREAM_END) {
      inside_member_ = false;
      inflateReset(&state_);
    }
    return wanted - state_.avail_out;
  }

  // Skips zero bytes after a member: tapes are padded with them. Returns true if there were any.
  bool SkipPadding(std::string_view piece) {
    const size_t zeros = std::min(piece.find_first_not_of('\0'), piece.size());
    input_.Advance(zeros);
    return zeros > 0;
  }

  [[noreturn]] void Fail(const char* what) const {
    throw CorruptionError(fmt::format("{}: damaged gzip data near offset {}: {}",
                                      Printable(input_.path()), input_.position(), what));
  }

  MappedInput input_;
  z_stream state_ = {};
  bool inside_member_ = false;
  bool at_end_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> OpenGzipStream(MappedInput input) {
  return std::make_unique<GzipStream>(input);
}

}  // namespace ciku
