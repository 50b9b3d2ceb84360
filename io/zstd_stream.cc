#include <fmt/format.h>
#include <zstd.h>

#include "io/error.h"
#include "io/mapped_stream.h"

namespace ciku {
namespace {

// All frames of a file, one after the other.
class ZstdStream : public ByteStream {
 public:
  explicit ZstdStream(MappedInput input) : input_(input), context_(ZSTD_createDStream()) {
    // The window is bounded by the budget of whoever opens the stream, not here.
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax,
                           ZSTD_dParam_getBounds(ZSTD_d_windowLogMax).upperBound);
  }

  size_t Read(char* data, size_t size) override {
    ZSTD_outBuffer out{data, size, 0};
    while (out.pos < size) {
      const std::string_view piece = input_.Next();
      ZSTD_inBuffer in{piece.data(), piece.size(), 0};
      const size_t before = out.pos;
      const size_t result = ZSTD_decompressStream(context_.get(), &out, &in);
      if (ZSTD_isError(result)) {
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
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };

  MappedInput input_;
  std::unique_ptr<ZSTD_DStream, Free> context_;
  bool inside_frame_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> OpenZstdStream(MappedInput input) {
  return std::make_unique<ZstdStream>(input);
}

}  // namespace ciku
