// Files that are never on a disk: a fuzz target makes several for each of millions of inputs.
#ifndef CIKU_TESTS_FUZZ_MEMORY_FILE_H_
#define CIKU_TESTS_FUZZ_MEMORY_FILE_H_

#include <sys/mman.h>
#include <unistd.h>

#include <string_view>

#include "io/error.h"
#include "io/file.h"

namespace ciku {

// A file in memory that holds `bytes` and stands at its beginning.
inline File MemoryFile(std::string_view bytes = {}) {
  File file(::memfd_create("fuzz", MFD_CLOEXEC), "input");
  if (file.descriptor() < 0) ThrowErrno("memory", "make a file");
  file.Write(bytes);
  ::lseek(file.descriptor(), 0, SEEK_SET);
  return file;
}

}  // namespace ciku

#endif  // CIKU_TESTS_FUZZ_MEMORY_FILE_H_
