#include "engine/cluster/shared_files.h"

#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <random>

#include "io/error.h"
#include "io/files/file.h"

namespace ciku {
namespace {

void Sync(const File& file) {
  if (::fsync(file.descriptor()) != 0) ThrowErrno(file.path(), "write");
}

void Copy(const std::string& from, const std::string& to) {
  File source = File::OpenForReading(from);
  File copy = File::CreateAnew(to);
  std::string buffer(size_t{1} << 20, '\0');
  while (const size_t size = source.Read(buffer.data(), buffer.size())) {
    copy.Write(std::string_view(buffer).substr(0, size));
  }
  Sync(copy);
}

}  // namespace

std::string AbsolutePath(const std::string& path) {
  std::string absolute = std::filesystem::absolute(path).lexically_normal().native();
  while (absolute.size() > 1 && absolute.ends_with('/')) absolute.pop_back();
  return absolute;
}

void WriteShared(const std::string& path, std::string_view content) {
  const std::string unfinished = path + "." + ProcessName();
  {
    File file = File::CreateAnew(unfinished);
    file.Write(content);
    Sync(file);
  }
  if (::rename(unfinished.c_str(), path.c_str()) != 0) ThrowErrno(path, "rename");
}

std::string ProcessName() {
  // Containers on two machines may have the same host name, and processes the same numbers.
  static const auto number = (uint64_t{std::random_device()()} << 32) | std::random_device()();
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return fmt::format("{}-{}-{:016x}", host.data(), ::getpid(), number);
}

void BringInto(const std::string& file, const std::string& folder) {
  const std::string to = folder + "/" + std::filesystem::path(file).filename().native();
  // On the same file system, a second name suffices; some file systems have no second names.
  if (::link(file.c_str(), to.c_str()) != 0) Copy(file, to);
}

}  // namespace ciku
