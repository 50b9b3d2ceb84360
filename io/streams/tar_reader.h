// Reads the files of a tar archive, one after the other.
#ifndef CIKU_IO_STREAMS_TAR_READER_H_
#define CIKU_IO_STREAMS_TAR_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "io/streams/byte_stream.h"

struct archive;

namespace ciku {

// Not safe for use by two threads at once.
class TarReader {
 public:
  // `bytes` are the archive, unpacked; `path` is for messages.
  TarReader(std::unique_ptr<ByteStream> bytes, std::string path);

  // Goes to the next file that is not hidden; returns false at the end of the archive. Throws
  // CorruptionError if the archive is damaged or ends too early.
  bool Next();

  // The name of the current file, and its number among all entries, counted from 0.
  const std::string& name() const { return name_; }
  uint64_t number() const { return entries_ - 1; }

  // Returns up to `size` of the file's next bytes without reading on; fewer only at its end. They
  // are valid until the next call.
  std::string_view Peek(size_t size);

  // Reads as ByteStream::Read does.
  size_t Read(char* data, size_t size);

  uint64_t consumed() const { return bytes_->consumed(); }

 private:
  struct Free {
    void operator()(archive* a) const;
  };

  void Check(int result) const;
  size_t ReadEntry(char* data, size_t size);

  const std::unique_ptr<ByteStream> bytes_;
  const std::string path_;
  std::string piece_;  // what libarchive was given last
  std::unique_ptr<archive, Free> archive_;
  std::string name_;
  uint64_t entries_ = 0;
  std::string peeked_;  // its bytes from at_ on are the file's next bytes
  size_t at_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_STREAMS_TAR_READER_H_
