#include "io/output/text_compressor.h"

#include <fmt/core.h>
#include <zlib.h>

#include <new>

#include "io/error.h"
#include "io/output/frame_compressor.h"
#include "io/streams/file_ending.h"

namespace ciku {
namespace {

class GzipCompressor : public TextCompressor {
 public:
  GzipCompressor() {
    constexpr int kGzip = 16;  // with a header in which zlib writes no time and no name
    constexpr int kUsualMemory = 8;
    if (deflateInit2(&state_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzip, kUsualMemory,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  GzipCompressor(const GzipCompressor&) = delete;
  GzipCompressor& operator=(const GzipCompressor&) = delete;
  ~GzipCompressor() override { deflateEnd(&state_); }

  std::string Compress(std::string_view part, bool last) override {
    std::string out;
    state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
    state_.avail_in = static_cast<uInt>(part.size());
    do {
      constexpr size_t kAtOnce = size_t{64} << 10;
      const size_t before = out.size();
      out.resize(before + kAtOnce);
      state_.next_out = reinterpret_cast<Bytef*>(out.data() + before);
      state_.avail_out = kAtOnce;
      deflate(&state_, last ? Z_FINISH : Z_NO_FLUSH);
      out.resize(out.size() - state_.avail_out);
    } while (state_.avail_out == 0);
    return out;
  }

 private:
  z_stream state_ = {};
};

class ZstdCompressor : public TextCompressor {
 public:
  std::string Compress(std::string_view part, bool last) override {
    return frame_.CompressPart(part, last);
  }

 private:
  static constexpr int kUsualLevel = 3;

  FrameCompressor frame_{kUsualLevel};
};

}  // namespace

std::unique_ptr<TextCompressor> CompressorFor(std::string_view path) {
  switch (CompressionByName(path)) {
    case Compression::kNone:
      return nullptr;
    case Compression::kGzip:
      return std::make_unique<GzipCompressor>();
    case Compression::kZstd:
      return std::make_unique<ZstdCompressor>();
    case Compression::kBzip2:
    case Compression::kXz:
      break;
  }
  throw UsageError(
      fmt::format("{}: results are compressed to gzip and zstd; name it .gz or .zst, or without "
                  "the ending",
                  Printable(std::string(path))));
}

}  // namespace ciku
