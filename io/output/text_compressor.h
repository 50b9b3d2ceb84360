// Compresses text that is written.
#ifndef CIKU_IO_OUTPUT_TEXT_COMPRESSOR_H_
#define CIKU_IO_OUTPUT_TEXT_COMPRESSOR_H_

#include <memory>
#include <string>
#include <string_view>

namespace ciku {

// The bytes that come out depend only on the parts that are put in. Not safe for use by two threads
// at once.
class TextCompressor {
 public:
  virtual ~TextCompressor() = default;

  // Takes the next part of the text, which is the last one if `last`. Returns the compressed bytes
  // that are complete.
  virtual std::string Compress(std::string_view part, bool last) = 0;
};

// Returns a compressor to gzip for a file whose name ends in .gz, to zstd for one in .zst, and null
// for others. Throws UsageError for .bz2 and .xz, which are not written.
std::unique_ptr<TextCompressor> CompressorFor(std::string_view path);

}  // namespace ciku

#endif  // CIKU_IO_OUTPUT_TEXT_COMPRESSOR_H_
