// Text that can only be read from front to back: decompressed and converted as it is read.
#ifndef CIKU_IO_STREAMS_BYTE_STREAM_H_
#define CIKU_IO_STREAMS_BYTE_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "io/files/mapped_file.h"

namespace ciku {

// How a file is compressed. The first bytes of the file tell it.
enum class Compression { kNone, kZstd, kGzip, kBzip2, kXz };

// UTF-8 text may begin with this mark, which is not part of the text.
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view WithoutMark(std::string_view text) {
  return text.substr(text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
}

// DetectCompression, and StreamMemory except for zstd, look at no more than this many bytes at the
// start of a file.
constexpr size_t kMagicSize = 64;

// Returns the compression of a file that begins with `head` (its first kMagicSize bytes, or all of
// a shorter file).
Compression DetectCompression(std::string_view head);

// Returns how many bytes of memory a stream over a file may take, for windows and dictionaries of
// the size that the file's headers ask for. `bytes` are those that DetectCompression looks at or,
// for zstd, the whole file.
uint64_t StreamMemory(Compression compression, std::string_view bytes);

// A stream of bytes that is read from front to back. Not safe for use by two threads at once.
class ByteStream {
 public:
  virtual ~ByteStream() = default;

  // Reads `size` bytes and returns how many were read: fewer only at the end, 0 after it. Throws
  // CorruptionError if the compressed bytes are damaged or end too early.
  virtual size_t Read(char* data, size_t size) = 0;

  // Returns how far the file has been read, as an offset in the file.
  virtual uint64_t consumed() const = 0;
};

// Opens a stream over the bytes of `file` from `start` to `end`, or to its end if that comes
// before; `file` must outlive the stream. The stream releases pages that it has read. `memory` is
// the value that StreamMemory returned: the stream throws InputError at a zstd frame whose window
// is larger.
std::unique_ptr<ByteStream> OpenStream(const MappedFile& file, Compression compression,
                                       uint64_t memory, uint64_t start = 0,
                                       uint64_t end = std::numeric_limits<uint64_t>::max());

// Opens a stream over bytes in memory, which must outlive it.
std::unique_ptr<ByteStream> StreamOver(std::string_view bytes);

// Returns a stream that ends behind the first `size` bytes of `stream`.
std::unique_ptr<ByteStream> FirstBytes(std::unique_ptr<ByteStream> stream, uint64_t size);

// Returns a stream that reads `second` when `first` has ended.
std::unique_ptr<ByteStream> JoinStreams(std::unique_ptr<ByteStream> first,
                                        std::unique_ptr<ByteStream> second);

// Whether the encoding of each file is to be told from its bytes.
bool IsAutomatic(const std::string& encoding);

// Returns the size in bytes of the encoding's code units: 1, or 2 or 4 for UTF-16 and UTF-32.
size_t CodeUnitSize(const std::string& encoding);

// Returns true if iconv can convert text in `encoding` to UTF-8.
bool IsKnownEncoding(const std::string& encoding);

// Returns true if `encoding` is a name of UTF-8, so that text needs no conversion.
bool IsUtf8(const std::string& encoding);

// Returns a stream that converts the text of `source` from `encoding` to UTF-8. A code unit that is
// not part of any character becomes the byte 0xFF. That byte is invalid in UTF-8, too, so that the
// decoder of symbols finds and counts it. Throws UsageError if iconv does not know `encoding`.
std::unique_ptr<ByteStream> ConvertEncoding(std::unique_ptr<ByteStream> source,
                                            const std::string& encoding);

// Returns a text that is held in memory, converted as ConvertEncoding does.
std::string ConvertText(std::string_view text, const std::string& encoding);

}  // namespace ciku

#endif  // CIKU_IO_STREAMS_BYTE_STREAM_H_
