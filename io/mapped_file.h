// A file mapped read-only into memory, whose pages can be given back as they are done with.
//
// A mapped file that another process shortens makes its readers die of SIGBUS. The first mapping
// therefore installs a SIGBUS handler: a fault inside one of our mappings puts zero pages there
// and is remembered, and CheckUnchanged() reports it; any other fault goes on to the handler
// that was installed before.
#ifndef CIKU_IO_MAPPED_FILE_H_
#define CIKU_IO_MAPPED_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "io/file.h"

namespace ciku {

// What tells one state of a file from a later one.
struct FileIdentity {
  uint64_t size = 0;
  int64_t modified_ns = 0;  // since 1970

  bool operator==(const FileIdentity&) const = default;
};

// The identity of an open file now. Throws IoError.
FileIdentity IdentityOf(const File& file);

// Safe to read from several threads; Release and CheckUnchanged as well.
class MappedFile {
 public:
  // Maps the whole of `file`, which must be a regular file with this identity. Throws InputError
  // where it has another one by now, IoError where it cannot be mapped.
  MappedFile(File file, FileIdentity expected);
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  std::string_view bytes() const { return {data_, static_cast<size_t>(identity_.size)}; }
  const std::string& path() const { return file_.path(); }

  // Gives the pages that hold any of bytes [offset, offset + size), and some around them, back to
  // the system. They may still be read (a neighbour may be in use by another thread); that maps
  // them again.
  void Release(uint64_t offset, uint64_t size) const;

  // Throws InputError where the file is not what it was when it was mapped, and IoError where a
  // page of it could not be read.
  void CheckUnchanged() const;

 private:
  File file_;
  FileIdentity identity_;
  char* data_ = nullptr;
  int guard_ = -1;  // index into the table of guarded mappings
};

}  // namespace ciku

#endif  // CIKU_IO_MAPPED_FILE_H_
