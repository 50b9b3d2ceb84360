// Text that can only be read from front to back: decompressed and converted as it is read.
#ifndef CIKU_IO_BYTE_STREAM_H_
#define CIKU_IO_BYTE_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "io/mapped_file.h"

namespace ciku {

// How a file is compressed, as its first bytes say.
enum class Compression { kNone, kZstd, kGzip, kBzip2, kXz };

// What text in UTF-8 may begin with, and what is no part of it.
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The longest prefix of a file that DetectCompression and StreamMemory look at.
constexpr size_t kMagicSize = 64;

// Tells the compression from a file's first bytes (up to kMagicSize of them).
Compression DetectCompression(std::string_view head);

// Bytes of memory a stream over such a file may take, judged by the same first bytes: windows and
// dictionaries as the file's header asks for them.
uint64_t StreamMemory(Compression compression, std::string_view head);

// Not safe for use by two threads at once.
class ByteStream {
 public:
  virtual ~ByteStream() = default;

  // Reads up to `size` bytes; fewer only at the end, 0 after it. Throws CorruptionError where the
  // bytes underneath are damaged or end too early.
  virtual size_t Read(char* data, size_t size) = 0;

  // How many bytes of the file underneath have been read so far.
  virtual uint64_t consumed() const = 0;
};

// Opens the stream over bytes [start, end) of `file`, which must outlive it. Pages that have been
// read are given back. `memory` is what StreamMemory said; a zstd frame that needs a larger window
// than that is refused.
std::unique_ptr<ByteStream> OpenStream(const MappedFile& file, Compression compression,
                                       uint64_t memory, uint64_t start = 0);

// True where iconv knows `encoding` and text in it can be turned into UTF-8.
bool IsKnownEncoding(const std::string& encoding);

// True for UTF-8 under any of its names: text that needs no conversion.
bool IsUtf8(const std::string& encoding);

// Turns text in `encoding` into UTF-8. A byte that is not part of any character becomes 0xFF,
// which is no UTF-8 either, so that it is met again, and counted, where symbols are decoded.
std::unique_ptr<ByteStream> ConvertEncoding(std::unique_ptr<ByteStream> source,
                                            const std::string& encoding);

}  // namespace ciku

#endif  // CIKU_IO_BYTE_STREAM_H_
