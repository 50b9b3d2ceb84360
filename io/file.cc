#include "io/file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "io/error.h"

namespace ciku {

File::File(File&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int File::Release() { return std::exchange(descriptor_, -1); }

File File::OpenForReading(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) ThrowErrno(path, "open");
  return File(descriptor, path);
}

File File::CreateTemporary(const std::string& directory) {
  if (directory.empty()) {
    errno = ENOENT;
    ThrowErrno("''", "make a temporary file there");
  }
  int descriptor = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) return File(descriptor, directory + " (temporary file)");
  // Not every file system supports O_TMPFILE: make a named file and remove its name at once.
  std::string name = directory + "/ciku-XXXXXX";
  descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) ThrowErrno(directory, "make a temporary file there");
  ::unlink(name.c_str());
  return File(descriptor, directory + " (temporary file)");
}

size_t File::Read(char* data, size_t size) {
  size_t done = 0;
  while (done < size) {
    const ssize_t n = ::read(descriptor_, data + done, size - done);
    if (n < 0) {
      if (errno == EINTR) continue;
      ThrowErrno(path_, "read");
    }
    if (n == 0) break;
    done += static_cast<size_t>(n);
  }
  return done;
}

void File::ReadAt(uint64_t offset, char* data, size_t size) const {
  size_t done = 0;
  while (done < size) {
    const ssize_t n =
        ::pread(descriptor_, data + done, size - done, static_cast<off_t>(offset + done));
    if (n < 0) {
      if (errno == EINTR) continue;
      ThrowErrno(path_, fmt::format("read at offset {}", offset + done));
    }
    if (n == 0) {
      throw CorruptionError(fmt::format("{}: ends at offset {}, where {} more bytes should follow",
                                        Printable(path_), offset + done, size - done));
    }
    done += static_cast<size_t>(n);
  }
}

void File::Write(std::string_view data) {
  while (!data.empty()) {
    const ssize_t n = ::write(descriptor_, data.data(), data.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      if (errno == EPIPE) throw ClosedPipe();
      ThrowErrno(path_, "write");
    }
    data.remove_prefix(static_cast<size_t>(n));
  }
}

uint64_t File::Size() const {
  struct stat status;
  if (::fstat(descriptor_, &status) != 0) ThrowErrno(path_, "get its size");
  return static_cast<uint64_t>(status.st_size);
}

bool File::IsRegular() const {
  struct stat status;
  if (::fstat(descriptor_, &status) != 0) ThrowErrno(path_, "get its type");
  return S_ISREG(status.st_mode);
}

namespace {

// Follows links, so that the target of a link is replaced and not the link itself.
std::string FollowLinks(const std::string& path) {
  if (path.empty()) throw UsageError("the output file has no name");
  std::error_code error;
  const auto target = std::filesystem::canonical(path, error);
  if (!error) return target.string();
  if (error != std::errc::no_such_file_or_directory) ThrowIoError(path, "write", error.value());
  return path;
}

bool ExistsAndIsSpecial(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0) return false;
  if (S_ISDIR(status.st_mode)) throw IoError(Printable(path) + ": is a folder, not a file");
  return !S_ISREG(status.st_mode);
}

}  // namespace

ResultFile::ResultFile(const std::string& path) : path_(FollowLinks(path)) {
  if (ExistsAndIsSpecial(path_)) {
    const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) ThrowErrno(path_, "write");
    file_ = File(descriptor, path_);
    return;
  }
  OpenTemporary();
}

void ResultFile::OpenTemporary() {
  temporary_path_ = TemporaryNameFor(path_);
  unfinished_.emplace(temporary_path_);
  const std::string folder = FolderOf(path_);
  // Commit() can give a nameless file its name only through /proc.
  int descriptor = -1;
  if (::access("/proc/self/fd", X_OK) == 0) {
    descriptor = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    nameless_ = descriptor >= 0;
  }
  if (!nameless_) {
    constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
    descriptor = ::open(temporary_path_.c_str(), kFlags, 0666);
  }
  if (descriptor < 0) {
    temporary_path_.clear();
    ThrowErrno(path_, "write");
  }
  file_ = File(descriptor, path_);
}

ResultFile::~ResultFile() {
  if (!temporary_path_.empty()) ::unlink(temporary_path_.c_str());
}

File ResultFile::Share() const {
  const int descriptor = ::fcntl(file_.descriptor(), F_DUPFD_CLOEXEC, 0);
  if (descriptor < 0) ThrowErrno(path_, "write");
  return {descriptor, path_};
}

void ResultFile::Commit() {
  if (temporary_path_.empty()) return;
  if (::fsync(file_.descriptor()) != 0) ThrowErrno(path_, "write");
  if (nameless_) {
    // linkat() cannot replace an existing file, so the file first gets its temporary name and is
    // then renamed.
    const std::string self = fmt::format("/proc/self/fd/{}", file_.descriptor());
    const char* const temporary = temporary_path_.c_str();
    ::unlink(temporary);
    if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) != 0) {
      ThrowErrno(path_, "write");
    }
  }
  // Some file systems report write errors only when the file is closed.
  if (::close(file_.Release()) != 0) ThrowErrno(path_, "write");
  if (::rename(temporary_path_.c_str(), path_.c_str()) != 0) ThrowErrno(path_, "write");
  temporary_path_.clear();
  unfinished_.reset();
  TrySyncName(path_);
}

File CopyToTemporary(File* source, const std::string& directory) {
  constexpr size_t kAtOnce = size_t{1} << 20;
  File copy = File::CreateTemporary(directory);
  std::string bytes(kAtOnce, '\0');
  while (const size_t size = source->Read(bytes.data(), bytes.size())) {
    copy.Write(std::string_view(bytes).substr(0, size));
  }
  return {copy.Release(), source->path()};
}

void SyncToDisk(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == EACCES) return;  // a folder that may be written but not read
  if (descriptor < 0) ThrowErrno(path, "open");
  const File file(descriptor, path);
  // Some file systems cannot flush folders and return EINVAL.
  if (::fsync(descriptor) != 0 && errno != EINVAL) ThrowErrno(path, "write");
}

void TrySyncName(const std::string& path) {
  const int descriptor = ::open(FolderOf(path).c_str(), O_RDONLY | O_CLOEXEC);
  const File folder(descriptor, path);
  if (descriptor >= 0) static_cast<void>(::fsync(descriptor));
}

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().native();
  return folder.empty() ? "." : folder;
}

std::string TemporaryNameFor(const std::string& path) {
  return TemporaryNameFor(path, fmt::format("{}", ::getpid()));
}

std::string TemporaryNameFor(const std::string& path, const std::string& token) {
  const std::filesystem::path target(path);
  const std::string name = fmt::format(".{}.part-{}", target.filename().native(), token);
  return (target.parent_path() / name).native();
}

std::string DefaultTempDirectory() {
  const char* directory = std::getenv("TMPDIR");
  return directory != nullptr && *directory != '\0' ? directory : "/tmp";
}

}  // namespace ciku
