// A pipe whose writer decides when its reader finds bytes.
#ifndef CIKU_TESTS_LIVE_PIPE_H_
#define CIKU_TESTS_LIVE_PIPE_H_

#include <unistd.h>

#include <stdexcept>
#include <string_view>

#include "io/files/file.h"

namespace ciku {

class LivePipe {
 public:
  LivePipe() {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    reader_ = File(ends[0], "the pipe");
    writer_ = File(ends[1], "the pipe");
  }

  // The end for reading, once.
  File TakeReader() { return std::move(reader_); }
  // Not more than the system holds for a reader, 64 KiB.
  void Write(std::string_view bytes) { writer_.Write(bytes); }
  void Close() { writer_ = File(); }

 private:
  File reader_;
  File writer_;
};

}  // namespace ciku

#endif  // CIKU_TESTS_LIVE_PIPE_H_
