// Files by descriptor: complete reads and writes, temporary files without a name, names for files
// that are not complete yet.
#ifndef CIKU_IO_FILES_FILE_H_
#define CIKU_IO_FILES_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ciku {

// Thrown when the reader of a pipe has closed it: a clean end of the program, not an error.
class ClosedPipe {};

// Is told what is written to a file, and is asked whether there is another way when that fails.
class WriteWatcher {
 public:
  // File::Write has written all of `data`.
  virtual void Wrote(std::string_view data) = 0;

  // Writing to this descriptor has failed with this error number. Returns true if the descriptor
  // now stands for another file, in which writing can go on.
  virtual bool GoOn(int descriptor, int error) = 0;

 protected:
  ~WriteWatcher() = default;
};

// An open file descriptor. Movable, not copyable; closed on destruction. Only the const functions
// may be called from several threads at once.
class File {
 public:
  File() = default;
  // Takes ownership of `descriptor`; `path` is used in messages only. `watcher`, if given,
  // watches what is written, and must outlive the file.
  File(int descriptor, std::string path, WriteWatcher* watcher = nullptr)
      : descriptor_(descriptor), path_(std::move(path)), watcher_(watcher) {}
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  // Opens an existing file for reading. Throws IoError.
  static File OpenForReading(const std::string& path);

  // Makes an empty file for writing, in place of one that is there. Throws IoError.
  static File CreateAnew(const std::string& path);

  // Makes a file without a name in `directory`: it vanishes with its descriptor, however the
  // process ends. Throws IoError, for example if the directory is missing or not writable or its
  // disk is full.
  static File CreateTemporary(const std::string& directory);

  // Reads `size` bytes from the current position and returns how many were read: fewer only at the
  // end of the file or pipe, 0 after it. Throws IoError.
  size_t Read(char* data, size_t size);

  // Reads up to `size` bytes, as many as are there, and waits only for the first of them. Returns
  // how many were read, 0 at the end. Throws IoError.
  size_t ReadSome(char* data, size_t size);

  // Reads exactly `size` bytes at `offset`. Throws IoError, or CorruptionError if the file ends too
  // early.
  void ReadAt(uint64_t offset, char* data, size_t size) const;

  // Writes all of `data` at the current position. Throws IoError (also if the disk is full) or
  // ClosedPipe.
  void Write(std::string_view data);

  // Returns the current size in bytes. Throws IoError.
  uint64_t Size() const;

  // Returns true for a regular file, false for a pipe, a terminal or a device. Throws IoError.
  bool IsRegular() const;

  int descriptor() const { return descriptor_; }
  const std::string& path() const { return path_; }

  // Returns the descriptor and gives up its ownership: the caller has to close it.
  int Release();

  // Returns another descriptor of the same open file, with the same watcher. It must be 3 or more,
  // so that it is none of the standard descriptors. Throws IoError.
  File Duplicate() const;

 private:
  int descriptor_ = -1;
  std::string path_;
  WriteWatcher* watcher_ = nullptr;
};

// Copies a pipe or device up to its end to a nameless file in `directory`, which can then be read
// at any offset. The copy has the path of `source` in messages. Throws IoError.
File CopyToTemporary(File* source, const std::string& directory);

// Returns the content of a file. Throws IoError.
std::string ReadWhole(const std::string& path);

// Appends the first `size` bytes of a regular file to `to`. Throws IoError, or CorruptionError if
// the file has fewer.
void AppendBytes(const File& from, uint64_t size, File* to);

// Flushes a file's bytes, or the names in a folder, to disk. Throws IoError.
void SyncToDisk(const std::string& path);

// Flushes the name of a complete file to disk. Ignores errors, because the file exists even then:
// only a crash of the machine could undo its name.
void TrySyncName(const std::string& path);

// Returns the folder of a file: "." if `path` names none.
std::string FolderOf(const std::string& path);

// Returns the name of a file, without its folder and cut to a length that leaves room for an
// ending. A name that is cut ends with a checksum of the whole name, so that it is still unlike
// others.
std::string ShortNameOf(const std::string& path);

// Returns a path in the same folder for a file or folder that will be renamed to `path`. The name
// is hidden, so that it is not taken for an input, and unique to this process or to `token`.
std::string TemporaryNameFor(const std::string& path);
std::string TemporaryNameFor(const std::string& path, const std::string& token);

// Returns the folder for temporary files: $TMPDIR if it is set, otherwise /tmp.
std::string DefaultTempDirectory();

}  // namespace ciku

#endif  // CIKU_IO_FILES_FILE_H_
