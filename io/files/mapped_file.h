// A file that is memory-mapped read-only and whose pages can be released when they are no longer
// needed.
//
// If another process shortens a mapped file, its readers die of SIGBUS. The first mapping therefore
// installs a SIGBUS handler. At a fault inside one of our mappings, the handler maps pages of zeros
// from there on and records the fault, which CheckUnchanged() reports. Any other fault is passed to
// the handler that was installed before.
#ifndef CIKU_IO_FILES_MAPPED_FILE_H_
#define CIKU_IO_FILES_MAPPED_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "io/files/file.h"

namespace ciku {

// Size and time of a file, which tell if it has changed.
struct FileIdentity {
  uint64_t size = 0;
  int64_t modified_ns = 0;  // since 1970

  bool operator==(const FileIdentity&) const = default;
};

// Returns the current identity of an open file. Throws IoError.
FileIdentity IdentityOf(const File& file);

// A mapped file. All const functions are safe for use by several threads at once.
class MappedFile {
 public:
  // Maps the whole of `file`, which must be a regular file with this identity. Throws InputError if
  // the file has changed and has another identity now, IoError if it cannot be mapped.
  MappedFile(File file, FileIdentity expected);
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  std::string_view bytes() const { return {data_, static_cast<size_t>(identity_.size)}; }
  const std::string& path() const { return file_.path(); }

  // Returns the pages of bytes [offset, offset + size), and some pages around them, to the system.
  // Other threads may be reading these pages: the system maps them again at the next access.
  void Release(uint64_t offset, uint64_t size) const;

  // Throws InputError if the file has changed since it was mapped, IoError if one of its pages
  // could not be read.
  void CheckUnchanged() const;

 private:
  File file_;
  FileIdentity identity_;
  char* data_ = nullptr;
  int guard_ = -1;  // index into the table of guarded mappings
};

}  // namespace ciku

#endif  // CIKU_IO_FILES_MAPPED_FILE_H_
