// Writes results as text to a file or to standard output.
#ifndef CIKU_IO_OUTPUT_TEXT_OUTPUT_H_
#define CIKU_IO_OUTPUT_TEXT_OUTPUT_H_

#include <string>
#include <string_view>

#include "io/output/result_file.h"
#include "io/output/text_compressor.h"

namespace ciku {

// A buffered text output. A file gets its name in Commit() and not before. The text is compressed
// if the name of the file ends in .gz or .zst; the compressed bytes depend on the text alone, and
// not on how it is divided among calls of Write. Not safe for use by two threads at once.
class TextOutput {
 public:
  // `path` names a file; "-" is standard output. Throws as ResultFile does, and UsageError if the
  // name ends in .bz2 or .xz.
  explicit TextOutput(const std::string& path,
                      const std::string& temp_directory = DefaultTempDirectory());

  const ResultFile& file() const { return file_; }

  // All throw IoError or ClosedPipe.
  void Write(std::string_view text);
  // Hands on what was written so far if somebody may be waiting for it: to standard output, a pipe
  // or a device. Does nothing for a file, which appears when it is complete, or for compressed
  // text.
  void Flush();
  // Writes what is left in the buffer and completes the file. Text that is not committed is lost.
  void Commit();

 private:
  void WriteBuffer(bool last);

  ResultFile file_;
  std::string buffer_;
  std::unique_ptr<TextCompressor> compressor_;  // null for text that is not compressed
};

}  // namespace ciku

#endif  // CIKU_IO_OUTPUT_TEXT_OUTPUT_H_
