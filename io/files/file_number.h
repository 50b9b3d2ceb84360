// Tells one existing file from another, whatever the paths to them.
#ifndef CIKU_IO_FILES_FILE_NUMBER_H_
#define CIKU_IO_FILES_FILE_NUMBER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "io/files/file.h"

namespace ciku {

// A file or folder as the system knows it.
struct FileNumber {
  uint64_t device = 0;
  uint64_t inode = 0;

  auto operator<=>(const FileNumber&) const = default;
};

// Returns the number of what a path leads to, or {} if nothing is there; and that of an open file.
FileNumber FileNumberOf(const std::string& path);
FileNumber FileNumberOf(const File& file);

// Returns the number of the regular file that `path` leads to; nothing if there is none. "-" is the
// open descriptor `standard`.
std::optional<FileNumber> RegularFileAt(const std::string& path, int standard);

}  // namespace ciku

#endif  // CIKU_IO_FILES_FILE_NUMBER_H_
