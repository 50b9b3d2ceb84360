#include "io/files/open_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace ciku {
namespace {

// Returns how many descriptors are open.
size_t OpenFiles() {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc/self/fd"), ::closedir);
  if (folder == nullptr) {
    // Without /proc, the next free descriptor tells how many are open at least. If there is none,
    // all are taken.
    const int next = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
    if (next < 0) return std::numeric_limits<size_t>::max();
    ::close(next);
    return static_cast<size_t>(next);
  }
  size_t entries = 0;
  while (::readdir(folder.get()) != nullptr) ++entries;
  return entries - std::min<size_t>(entries, 3);  // "." and "..", and the descriptor of the folder
}

}  // namespace

size_t OpenFileLimit() {
  rlimit limit;
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
    return std::numeric_limits<size_t>::max();
  }
  return limit.rlim_cur;
}

size_t OpenFilesLeft() {
  const size_t limit = OpenFileLimit();
  return limit - std::min(limit, OpenFiles());
}

}  // namespace ciku
