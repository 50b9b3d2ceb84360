// Files that get their name when they are complete.
#ifndef CIKU_IO_OUTPUT_PENDING_FILE_H_
#define CIKU_IO_OUTPUT_PENDING_FILE_H_

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>

#include "io/files/file.h"
#include "io/files/unfinished.h"

namespace ciku {

// A file that is being written. It has no name or, on file systems without nameless files, a hidden
// one. If it never gets its name, nothing remains of it; if it has none, not even if the process is
// killed. Not safe for use by two threads at once.
class PendingFile {
 public:
  // Makes an empty file, which can be written and read, in the folder of `path`. Returns null and
  // sets *error if the system refuses.
  static std::unique_ptr<PendingFile> TryMake(const std::string& path, mode_t mode, int* error);
  // The same, but throws IoError.
  static std::unique_ptr<PendingFile> Make(const std::string& path, mode_t mode);

  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;
  ~PendingFile();

  const File& file() const { return file_; }
  File& file() { return file_; }

  // Flushes the file to disk. Throws IoError.
  void Sync() const;

  // Gives a nameless file its hidden name, so that it remains if the process is killed. Throws
  // IoError.
  void Show();

  // Gives the file the name `path`, in place of the file that has it, if any. Throws IoError; the
  // file is then still there, under its hidden name.
  void Replace();

  // Gives the file another name in the same folder. Returns false if there is a file of that name.
  // Throws IoError.
  bool TakeName(const std::string& path);

 private:
  PendingFile(std::string path, std::string hidden, File file, bool nameless);

  // The file has a name now that it keeps.
  void Keep(const std::string& path);

  const std::string path_;
  std::string hidden_;  // empty once the file has a name that it keeps
  std::optional<Unfinished> unfinished_;
  File file_;
  bool nameless_;
};

}  // namespace ciku

#endif  // CIKU_IO_OUTPUT_PENDING_FILE_H_
