#include "io/output/result_target.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <optional>
#include <utility>

#include "io/error.h"
#include "io/files/file_number.h"
#include "io/output/mounts.h"

namespace ciku {
namespace {

namespace fs = std::filesystem;

// What a path leads to when all links are followed: a place in a folder, which may be empty, or an
// open descriptor.
struct Place {
  fs::path path;
  std::optional<int> descriptor;
};

// Returns the descriptor that an entry of this folder stands for: the links in /proc/self/fd lead
// to what the descriptors have open.
std::optional<int> DescriptorIn(const fs::path& folder, const std::string& name) {
  const std::string process = fmt::format("/proc/{}", ::getpid());
  const std::string& path = folder.native();
  const bool of_thread = path.starts_with(process + "/task/") && path.ends_with("/fd");
  if (path != process + "/fd" && !of_thread) return std::nullopt;
  int number = 0;
  const char* const end = name.data() + name.size();
  const auto [rest, error] = std::from_chars(name.data(), end, number);
  return error == std::errc() && rest == end ? std::optional<int>(number) : std::nullopt;
}

// Follows links one by one, because the last one may be to a descriptor, or to a file that does not
// exist yet. Throws IoError, also if the folder is missing.
Place Follow(const std::string& path) {
  constexpr int kMostLinks = 40;  // as many as the kernel follows
  fs::path at = path;
  for (int links = 0; links < kMostLinks; ++links) {
    const std::string name = at.filename().native();
    if (name.empty() || name == "." || name == "..") {
      throw IoError(Printable(path) + ": names a folder, not a file", EISDIR, path);
    }
    std::error_code error;
    const fs::path folder = fs::canonical(FolderOf(at.native()), error);
    if (error == std::errc::no_such_file_or_directory) {
      throw IoError(Printable(path) + ": cannot write: its folder does not exist", ENOENT, path);
    }
    if (error) ThrowIoError(path, "write", error.value());
    at = folder / name;
    if (const std::optional<int> found = DescriptorIn(folder, name)) return {at, found};
    const fs::file_status status = fs::symlink_status(at, error);
    if (!fs::is_symlink(status)) {
      if (error && error != std::errc::no_such_file_or_directory) {
        ThrowIoError(path, "write", error.value());
      }
      return {at, std::nullopt};
    }
    const fs::path target = fs::read_symlink(at, error);
    if (error) ThrowIoError(path, "write", error.value());
    at = folder / target;  // `target` alone if it is absolute
  }
  ThrowIoError(path, "write", ELOOP);
}

bool CanBeWritten(int descriptor) {
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0) return false;
  // Descriptors that this process has opened itself are closed on exec, those that it was given are
  // not.
  const bool given = (::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) == 0;
  return given && (flags & O_ACCMODE) != O_RDONLY;
}

ResultTarget OpenDescriptor(int descriptor, const std::string& name) {
  if (!CanBeWritten(descriptor)) ThrowIoError(name, "write", EBADF);
  File given(descriptor, name);
  ResultTarget target{.path = name, .direct = {}};
  try {
    target.direct = given.Duplicate();
    target.regular = given.IsRegular();
  } catch (...) {
    given.Release();
    throw;
  }
  given.Release();  // it stays open
  return target;
}

// Returns the error of opening a file for writing, which does not change the file; 0 if there is
// none.
int ErrorOfOpening(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  ::close(descriptor);
  return 0;
}

ResultTarget FindFile(const std::string& path) {
  ResultTarget target{.path = path, .direct = {}};
  struct stat status;
  if (::stat(path.c_str(), &status) != 0) return target;
  if (S_ISDIR(status.st_mode)) {
    throw IoError(Printable(path) + ": is a folder, not a file", EISDIR, path);
  }
  if (!S_ISREG(status.st_mode)) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) ThrowErrno(path, "write");
    target.direct = File(descriptor, path);
    target.regular = false;
    return target;
  }
  target.exists = true;
  // A file that is immutable or can only be appended to cannot be replaced, either.
  if (ErrorOfOpening(path) == EPERM) ThrowIoError(path, "write", EPERM);
  if (IsMountPoint(path)) target.in_place = "it is a mount of its own";
  return target;
}

Place PlaceOf(const std::string& path) {
  return path == "-" ? Place{{}, STDOUT_FILENO} : Follow(path);
}

// Returns the number of the regular file, pipe or socket that a path leads to; nothing if there is
// none.
std::optional<FileNumber> FileOrPipeAt(const std::string& path) {
  struct stat status;
  const int failed = path == "-" ? ::fstat(STDOUT_FILENO, &status) : ::stat(path.c_str(), &status);
  const auto is_one = [&] {
    return S_ISREG(status.st_mode) || S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode);
  };
  if (failed != 0 || !is_one()) return std::nullopt;
  return FileNumber{status.st_dev, status.st_ino};
}

}  // namespace

ResultTarget FindTarget(const std::string& path) {
  if (path.empty()) throw UsageError("the output file has no name");
  if (path == "-") return OpenDescriptor(STDOUT_FILENO, "standard output");
  const Place place = Follow(path);
  if (place.descriptor) return OpenDescriptor(*place.descriptor, path);
  return FindFile(place.path.native());
}

bool AreSameResult(const std::string& a, const std::string& b) {
  try {
    const std::optional<FileNumber> first = FileOrPipeAt(a);
    const std::optional<FileNumber> second = FileOrPipeAt(b);
    if (first || second) return first == second;
    const Place place_a = PlaceOf(a);
    const Place place_b = PlaceOf(b);
    if (place_a.descriptor || place_b.descriptor) return place_a.descriptor == place_b.descriptor;
    std::error_code error;
    return place_a.path == place_b.path && !fs::exists(place_a.path, error);
  } catch (const IoError&) {
    return false;
  }
}

}  // namespace ciku
