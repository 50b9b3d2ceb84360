// Writes results as text to a file or to standard output.
#ifndef CIKU_IO_TEXT_OUTPUT_H_
#define CIKU_IO_TEXT_OUTPUT_H_

#include <memory>
#include <string>
#include <string_view>

#include "io/file.h"

namespace ciku {

// A buffered text output. A file gets its name in Commit() and not before. Not safe for use by two
// threads at once.
class TextOutput {
 public:
  // `path` names a file; "-" is standard output. Throws IoError if the file cannot be written.
  explicit TextOutput(const std::string& path);
  TextOutput(const TextOutput&) = delete;
  TextOutput& operator=(const TextOutput&) = delete;
  ~TextOutput();

  // Both throw IoError or ClosedPipe.
  void Write(std::string_view text);
  // Flushes the buffer and completes the file. Text that is not committed is lost.
  void Commit();

 private:
  void Flush();

  std::string buffer_;
  File standard_output_;
  std::unique_ptr<ResultFile> file_;  // null for standard output
};

}  // namespace ciku

#endif  // CIKU_IO_TEXT_OUTPUT_H_
