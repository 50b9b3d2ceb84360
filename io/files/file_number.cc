#include "io/files/file_number.h"

#include <sys/stat.h>

#include "io/error.h"

namespace ciku {

FileNumber FileNumberOf(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino};
}

FileNumber FileNumberOf(const File& file) {
  struct stat status;
  if (::fstat(file.descriptor(), &status) != 0) ThrowErrno(file.path(), "get its number");
  return {status.st_dev, status.st_ino};
}

std::optional<FileNumber> RegularFileAt(const std::string& path, int standard) {
  struct stat status;
  const int failed = path == "-" ? ::fstat(standard, &status) : ::stat(path.c_str(), &status);
  if (failed != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return FileNumber{status.st_dev, status.st_ino};
}

}  // namespace ciku
