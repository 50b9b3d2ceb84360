#include <fmt/core.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <bit>

#include "io/error.h"
#include "io/mapped_stream.h"
#include "io/zstd_format.h"

namespace ciku {
namespace {

// Reads all frames of a file, one after the other.
class ZstdStream : public ByteStream {
 public:
  ZstdStream(MappedInput input, uint64_t memory)
      : input_(input), context_(ZSTD_createDStream()), largest_window_(std::bit_floor(memory)) {
    // libzstd's limit looks at the window in a frame's header only. It would refuse frames whose
    // content is smaller than that window and which never need it, so CheckWindow checks instead.
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax,
                           ZSTD_dParam_getBounds(ZSTD_d_windowLogMax).upperBound);
  }

  size_t Read(char* data, size_t size) override {
    ZSTD_outBuffer out{data, size, 0};
    while (out.pos < size) {
      const std::string_view piece = input_.Next();
      if (!inside_frame_) CheckWindow(piece);
      ZSTD_inBuffer in{piece.data(), piece.size(), 0};
      const size_t before = out.pos;
      const size_t result = ZSTD_decompressStream(context_.get(), &out, &in);
      if (ZSTD_isError(result)) {
        if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge) {
          ThrowWindowTooLarge();
        }
        throw CorruptionError(fmt::format("{}: damaged zstd data near offset {}: {}",
                                          Printable(input_.path()), input_.position(),
                                          ZSTD_getErrorName(result)));
      }
      input_.Advance(in.pos);
      if (piece.empty() && out.pos == before) {
        if (inside_frame_) {
          throw CorruptionError(
              fmt::format("{}: truncated: the file ends at offset {} inside a "
                          "zstd frame",
                          Printable(input_.path()), input_.position()));
        }
        break;
      }
      inside_frame_ = result != 0;
    }
    return out.pos;
  }

  uint64_t consumed() const override { return input_.position(); }

 private:
  // Throws if the window of the frame at the start of `frame` is too large. (If no frame starts
  // there, libzstd reports it.)
  void CheckWindow(std::string_view frame) const {
    if (ZstdWindowSize(frame) > largest_window_) ThrowWindowTooLarge();
  }

  [[noreturn]] void ThrowWindowTooLarge() const {
    throw InputError(
        fmt::format("{}: a zstd frame near offset {} needs a larger window than "
                    "the frames before it; decompress the file first",
                    Printable(input_.path()), input_.position()));
  }

  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };

  MappedInput input_;
  std::unique_ptr<ZSTD_DStream, Free> context_;
  const uint64_t largest_window_;
  bool inside_frame_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> OpenZstdStream(MappedInput input, uint64_t memory) {
  return std::make_unique<ZstdStream>(input, memory);
}

}  // namespace ciku
