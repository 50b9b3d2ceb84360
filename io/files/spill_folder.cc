#include "io/files/spill_folder.h"

#include <sys/statvfs.h>

#include "io/error.h"

namespace ciku {

SpillFolder::SpillFolder(std::string directory) : directory_(std::move(directory)) {
  File::CreateTemporary(directory_);
}

File SpillFolder::Create() { return File::CreateTemporary(directory_); }

uint64_t SpillFolder::FreeBytes() const {
  struct statvfs status;
  if (::statvfs(directory_.c_str(), &status) != 0) ThrowErrno(directory_, "get its free space");
  return uint64_t{status.f_bavail} * status.f_frsize;
}

void SpillFolder::Grow(uint64_t bytes) {
  const uint64_t now = bytes_ += bytes;
  uint64_t peak = peak_bytes_;
  while (now > peak && !peak_bytes_.compare_exchange_weak(peak, now)) {
  }
}

}  // namespace ciku
