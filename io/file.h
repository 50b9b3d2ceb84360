// Files by descriptor: whole reads and writes, temporary files without a name, and result files
// that appear under their name only when they are complete.
#ifndef CIKU_IO_FILE_H_
#define CIKU_IO_FILE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "io/unfinished.h"

namespace ciku {

// A pipe was closed by its reader: a clean end, not an error.
class ClosedPipe {};

// An open file descriptor. Movable, not copyable; closes on destruction. ReadAt and WriteAt may
// be called from several threads at once, the others not.
class File {
 public:
  File() = default;
  // Takes over `descriptor`; `path` is used in messages only.
  File(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  // Opens an existing file for reading. Throws IoError.
  static File OpenForReading(const std::string& path);

  // A file without a name in `directory`: it vanishes with its descriptor, however the process
  // ends. Throws IoError where the directory is missing, not writable or its disk full.
  static File CreateTemporary(const std::string& directory);

  // Reads up to `size` bytes from the current position; less only at the end of the file (or of
  // what a pipe has to give), 0 at the end. Throws IoError.
  size_t Read(char* data, size_t size);

  // Reads exactly `size` bytes at `offset`; throws CorruptionError where the file ends before.
  void ReadAt(uint64_t offset, char* data, size_t size) const;

  // Writes all of `data` at the current position. Throws IoError, on a full disk as well, or
  // ClosedPipe.
  void Write(std::string_view data);

  // The size in bytes now.
  uint64_t Size() const;

  // True where the descriptor is that of a regular file (not a pipe, a terminal or a device).
  bool IsRegular() const;

  int descriptor() const { return descriptor_; }
  const std::string& path() const { return path_; }

  // Gives the descriptor's ownership away and forgets it.
  int Release();

 private:
  int descriptor_ = -1;
  std::string path_;
};

// A result on its way to `path`. It has no name, or where the file system cannot do that a
// temporary one beside it, and takes its name in Commit(); without a Commit nothing remains, also
// where the process is killed. Devices and pipes are written directly.
class ResultFile {
 public:
  // Throws IoError where the folder is missing or cannot be written.
  explicit ResultFile(const std::string& path);
  ResultFile(const ResultFile&) = delete;
  ResultFile& operator=(const ResultFile&) = delete;
  ~ResultFile();

  void Write(std::string_view data) { file_.Write(data); }

  // The same file, for a writer that wants one of its own. Not to be used after Commit().
  File Share() const;

  // Flushes to disk and renames into place. Throws IoError.
  void Commit();

 private:
  void OpenTemporary();

  std::string path_;
  std::string temporary_path_;  // empty where `path` is written directly
  bool nameless_ = false;
  std::optional<Unfinished> unfinished_;
  File file_;
};

// Copies what a pipe or a device has to give to a file without a name in `directory`, which can be
// read anywhere and is called as `source` is. Throws IoError.
File CopyToTemporary(File* source, const std::string& directory);

// Sees to it that a file's bytes, or a folder's names, are on disk. Throws IoError.
void SyncToDisk(const std::string& path);

// The same for the name of a file that is complete: where that fails, the file is there all the
// same, and only a failing machine could undo it.
void TrySyncName(const std::string& path);

// The folder that a file is in.
std::string FolderOf(const std::string& path);

// A name for what will be renamed to `path`: hidden, so that it is no input, and of this process
// alone, or of all that have the same token.
std::string TemporaryNameFor(const std::string& path);
std::string TemporaryNameFor(const std::string& path, const std::string& token);

// The folder for temporary files: $TMPDIR where it is set, /tmp elsewhere.
std::string DefaultTempDirectory();

}  // namespace ciku

#endif  // CIKU_IO_FILE_H_
