// Writes results as text to a file or to standard output.
#ifndef CIKU_IO_TEXT_OUTPUT_H_
#define CIKU_IO_TEXT_OUTPUT_H_

#include <string>
#include <string_view>

#include "io/file.h"
#include "io/result_file.h"

namespace ciku {

// A buffered text output. A file gets its name in Commit() and not before. Not safe for use by two
// threads at once.
class TextOutput {
 public:
  // `path` names a file; "-" is standard output. Throws as ResultFile does.
  explicit TextOutput(const std::string& path,
                      const std::string& temp_directory = DefaultTempDirectory());

  const ResultFile& file() const { return file_; }

  // Both throw IoError or ClosedPipe.
  void Write(std::string_view text);
  // Flushes the buffer and completes the file. Text that is not committed is lost.
  void Commit();

 private:
  void Flush();

  ResultFile file_;
  std::string buffer_;
};

}  // namespace ciku

#endif  // CIKU_IO_TEXT_OUTPUT_H_
