// Reads files line by line, for example lexicons.
#ifndef CIKU_IO_STREAMS_LINE_READER_H_
#define CIKU_IO_STREAMS_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "io/files/mapped_file.h"
#include "io/streams/byte_stream.h"

namespace ciku {

// Reads the lines of a file, which may be compressed. Lines do not include a byte-order mark at the
// start of the file or the carriage return of a line end. Not safe for use by two threads at once.
class LineReader {
 public:
  // "-" is standard input. Lines end with `end`. A line may have up to about `longest` bytes:
  // longer ones are only found when more text has to be read. Throws IoError, and InputError or
  // CorruptionError if the file cannot be decompressed.
  LineReader(const std::string& path, size_t longest, char end = '\n');
  ~LineReader();

  // Sets *line to the next line, which is valid until the next call; returns false at the end of
  // the file. Throws InputError at a line that is too long, CorruptionError if the file is damaged.
  bool Next(std::string_view* line);

  // The same, but skips empty lines.
  bool NextNotEmpty(std::string_view* line);

  // Returns the whole lines that have been read from the file but not yet returned by Next().
  std::string_view Ahead() const;

  // Goes back to the first line. Throws as the constructor.
  void Restart();

  // Returns the place of the last line that was read: "PATH: line 12".
  std::string Place() const;
  // Throws InputError "PATH: line 12 WHAT".
  [[noreturn]] void Fail(const std::string& what) const;

 private:
  bool ReadMore();

  const std::string path_;
  const size_t longest_;
  const char end_;
  std::unique_ptr<MappedFile> file_;
  std::unique_ptr<ByteStream> stream_;
  std::string buffer_;  // its bytes from at_ on are the next lines
  size_t at_ = 0;
  bool at_end_ = false;
  uint64_t line_ = 0;  // the number of the last line
};

}  // namespace ciku

#endif  // CIKU_IO_STREAMS_LINE_READER_H_
