// Compression of text to frames of zstd.
#ifndef CIKU_IO_OUTPUT_FRAME_COMPRESSOR_H_
#define CIKU_IO_OUTPUT_FRAME_COMPRESSOR_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct ZSTD_CCtx_s;

namespace ciku {

// Compresses frames, one at a time. Not safe for use by two threads at once.
class FrameCompressor {
 public:
  // `level` is one of zstd's: 1 to 22, or below 0 for less time and more space.
  explicit FrameCompressor(int level);

  // Returns `text` as one frame with its checksum and content size.
  std::string Compress(std::string_view text);

  // Returns the next bytes of a frame that is compressed part by part; the part that is `last` ends
  // it. The result may be empty if zstd keeps the text for later parts.
  std::string CompressPart(std::string_view text, bool last);

  // Returns how many bytes of memory this compressor takes. The number is only meaningful after it
  // has compressed something.
  size_t memory() const;

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
};

}  // namespace ciku

#endif  // CIKU_IO_OUTPUT_FRAME_COMPRESSOR_H_
