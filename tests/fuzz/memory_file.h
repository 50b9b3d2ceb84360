// Files in memory: a fuzz target makes several files for each of millions of inputs, which would be
// slow on a disk.
#ifndef CIKU_TESTS_FUZZ_MEMORY_FILE_H_
#define CIKU_TESTS_FUZZ_MEMORY_FILE_H_

#include <sys/mman.h>
#include <unistd.h>

#include <string_view>

#include "io/error.h"
#include "io/files/file.h"

namespace ciku {

// Returns a file in memory that holds `bytes` and is positioned at its beginning.
inline File MemoryFile(std::string_view bytes = {}) {
  File file(::memfd_create("fuzz", MFD_CLOEXEC), "input");
  if (file.descriptor() < 0) ThrowErrno("memory", "make a file");
  file.Write(bytes);
  ::lseek(file.descriptor(), 0, SEEK_SET);
  return file;
}

}  // namespace ciku

#endif  // CIKU_TESTS_FUZZ_MEMORY_FILE_H_
