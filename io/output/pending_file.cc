#include "io/output/pending_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "io/error.h"

namespace ciku {

PendingFile::PendingFile(std::string path, std::string hidden, File file, bool nameless)
    : path_(std::move(path)),
      hidden_(std::move(hidden)),
      unfinished_(hidden_),
      file_(std::move(file)),
      nameless_(nameless) {}

std::unique_ptr<PendingFile> PendingFile::TryMake(const std::string& path, mode_t mode,
                                                  int* error) {
  std::string hidden = TemporaryNameFor(path);
  // A nameless file can get a name only through /proc.
  if (::access("/proc/self/fd", X_OK) == 0) {
    const std::string folder = FolderOf(path);
    const int nameless = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
    if (nameless >= 0) {
      return std::unique_ptr<PendingFile>(
          new PendingFile(path, std::move(hidden), File(nameless, path), true));
    }
  }
  constexpr int kFlags = O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC;
  const int named = ::open(hidden.c_str(), kFlags, mode);
  if (named < 0) {
    *error = errno;
    return nullptr;
  }
  return std::unique_ptr<PendingFile>(
      new PendingFile(path, std::move(hidden), File(named, path), false));
}

std::unique_ptr<PendingFile> PendingFile::Make(const std::string& path, mode_t mode) {
  int error = 0;
  std::unique_ptr<PendingFile> file = TryMake(path, mode, &error);
  if (file == nullptr) ThrowIoError(path, "write", error);
  return file;
}

PendingFile::~PendingFile() {
  if (!hidden_.empty()) ::unlink(hidden_.c_str());
}

void PendingFile::Sync() const {
  if (::fsync(file_.descriptor()) != 0) ThrowErrno(path_, "write");
  // Some file systems report write errors only when a descriptor of the file is closed.
  if (::close(file_.Duplicate().Release()) != 0) ThrowErrno(path_, "write");
}

void PendingFile::Show() {
  if (!nameless_) return;
  const std::string self = fmt::format("/proc/self/fd/{}", file_.descriptor());
  ::unlink(hidden_.c_str());
  if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, hidden_.c_str(), AT_SYMLINK_FOLLOW) != 0) {
    ThrowErrno(path_, "write");
  }
  nameless_ = false;
}

void PendingFile::Keep(const std::string& path) {
  hidden_.clear();
  unfinished_.reset();
  TrySyncName(path);
}

void PendingFile::Replace() {
  Show();  // linkat() cannot replace a file, but rename() can
  if (::rename(hidden_.c_str(), path_.c_str()) != 0) ThrowErrno(path_, "write");
  Keep(path_);
}

bool PendingFile::TakeName(const std::string& path) {
  Show();
  int failed = ::renameat2(AT_FDCWD, hidden_.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE);
  if (failed != 0 && (errno == EINVAL || errno == ENOSYS)) {
    // The file system cannot check and rename in one step.
    if (::access(path.c_str(), F_OK) == 0) return false;
    failed = ::rename(hidden_.c_str(), path.c_str());
  }
  if (failed != 0 && errno == EEXIST) return false;
  if (failed != 0) ThrowErrno(path, "write");
  Keep(path);
  return true;
}

}  // namespace ciku
