// Files that are read line by line, such as lexicons.
#ifndef CIKU_IO_LINE_READER_H_
#define CIKU_IO_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "io/byte_stream.h"
#include "io/mapped_file.h"

namespace ciku {

// Lines of a file, compressed or not; a byte-order mark and carriage returns before line ends are
// no part of them. Not safe for use by two threads at once.
class LineReader {
 public:
  // A line may have up to `longest` bytes. Throws IoError, and InputError where the file cannot be
  // unpacked.
  LineReader(const std::string& path, size_t longest);
  ~LineReader();

  // The next line, which is good until the next call; false at the end. Throws InputError at a line
  // that is too long, and CorruptionError.
  bool Next(std::string_view* line);

  // The same, empty lines passed over.
  bool NextNotEmpty(std::string_view* line);

  // The text that has been read ahead, up to its last whole line.
  std::string_view Ahead() const;

  // Where the line read last is: "PATH: line 12".
  std::string Place() const;
  [[noreturn]] void Fail(const std::string& what) const;

 private:
  bool ReadMore();

  const std::string path_;
  const size_t longest_;
  std::unique_ptr<MappedFile> file_;
  std::unique_ptr<ByteStream> stream_;
  std::string buffer_;  // from which `at_` on has not been read
  size_t at_ = 0;
  bool at_end_ = false;
  uint64_t line_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_LINE_READER_H_
