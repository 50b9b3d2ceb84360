#include "io/files/file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "io/error.h"

namespace ciku {
namespace {

constexpr size_t kCopiedAtOnce = size_t{1} << 20;

// Returns true if a read or write that failed can be tried again: it was interrupted, or another
// process has made the pipe or terminal such that it does not wait. Waits until it is ready then.
bool TryAgain(int descriptor, short event) {
  if (errno == EINTR) return true;
  if (errno != EAGAIN) return false;
  pollfd ready = {descriptor, event, 0};
  ::poll(&ready, 1, -1);
  return true;
}

}  // namespace

File::File(File&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      watcher_(other.watcher_) {}

File& File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  std::swap(watcher_, other.watcher_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int File::Release() { return std::exchange(descriptor_, -1); }

File File::Duplicate() const {
  const int duplicate = ::fcntl(descriptor_, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (duplicate < 0) ThrowErrno(path_, "open");
  return {duplicate, path_, watcher_};
}

File File::OpenForReading(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) ThrowErrno(path, "open");
  return File(descriptor, path);
}

File File::CreateAnew(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) ThrowErrno(path, "write");
  return {descriptor, path};
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
    const size_t n = ReadSome(data + done, size - done);
    if (n == 0) break;
    done += n;
  }
  return done;
}

size_t File::ReadSome(char* data, size_t size) {
  for (;;) {
    const ssize_t n = ::read(descriptor_, data, size);
    if (n >= 0) return static_cast<size_t>(n);
    if (!TryAgain(descriptor_, POLLIN)) ThrowErrno(path_, "read");
  }
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
  for (std::string_view rest = data; !rest.empty();) {
    const ssize_t n = ::write(descriptor_, rest.data(), rest.size());
    if (n < 0) {
      if (TryAgain(descriptor_, POLLOUT)) continue;
      if (errno == EPIPE) throw ClosedPipe();
      const int error = errno;
      if (watcher_ != nullptr && watcher_->GoOn(descriptor_, error)) continue;
      ThrowIoError(path_, "write", error);
    }
    rest.remove_prefix(static_cast<size_t>(n));
  }
  if (watcher_ != nullptr) watcher_->Wrote(data);
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

File CopyToTemporary(File* source, const std::string& directory) {
  File copy = File::CreateTemporary(directory);
  std::string bytes(kCopiedAtOnce, '\0');
  while (const size_t size = source->Read(bytes.data(), bytes.size())) {
    copy.Write(std::string_view(bytes).substr(0, size));
  }
  return {copy.Release(), source->path()};
}

std::string ReadWhole(const std::string& path) {
  File file = File::OpenForReading(path);
  std::string bytes(file.Size(), '\0');
  bytes.resize(file.Read(bytes.data(), bytes.size()));
  return bytes;
}

void AppendBytes(const File& from, uint64_t size, File* to) {
  std::string bytes(std::min<uint64_t>(size, kCopiedAtOnce), '\0');
  for (uint64_t done = 0; done < size; done += bytes.size()) {
    bytes.resize(std::min<uint64_t>(size - done, bytes.size()));
    from.ReadAt(done, bytes.data(), bytes.size());
    to->Write(bytes);
  }
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

std::string ShortNameOf(const std::string& path) {
  // File systems take names of up to 255 bytes, and some of them fewer.
  constexpr size_t kMost = 100;
  std::string name = std::filesystem::path(path).filename().native();
  if (name.size() <= kMost) return name;
  const uint64_t checksum = XXH3_64bits(name.data(), name.size());
  size_t end = kMost - 17;
  while (end > 0 && (name[end] & 0xC0) == 0x80) --end;  // not inside a character
  return fmt::format("{}-{:016x}", name.substr(0, end), checksum);
}

std::string TemporaryNameFor(const std::string& path) {
  return TemporaryNameFor(path, fmt::format("{}", ::getpid()));
}

std::string TemporaryNameFor(const std::string& path, const std::string& token) {
  const std::string name = fmt::format(".{}.part-{}", ShortNameOf(path), token);
  return (std::filesystem::path(path).parent_path() / name).native();
}

std::string DefaultTempDirectory() {
  const char* directory = std::getenv("TMPDIR");
  return directory != nullptr && *directory != '\0' ? directory : "/tmp";
}

}  // namespace ciku
