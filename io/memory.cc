#include "io/memory.h"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>

namespace ciku {
namespace {

constexpr size_t kNoLimit = std::numeric_limits<size_t>::max();

// Returns the number in a control file, or kNoLimit if the file holds none ("max") or is missing.
size_t ReadLimit(const std::string& path) {
  std::ifstream file(path);
  size_t limit = 0;
  return file >> limit ? limit : kNoLimit;
}

// Returns the lowest limit of a group and all groups above it, up to the root of its hierarchy.
size_t LeastLimit(const std::string& root, std::string group, const std::string& file) {
  size_t least = kNoLimit;
  for (;;) {
    least = std::min(least, ReadLimit(root + group + "/" + file));
    if (group.empty()) return least;
    group.resize(group == "/" ? 0 : group.rfind('/'));
  }
}

}  // namespace

size_t ControlGroupLimit(const std::string& root) {
  // Each line is hierarchy-id:controllers:group; version 2 has id 0 and no controllers.
  std::ifstream groups(root + "/proc/self/cgroup");
  size_t least = kNoLimit;
  for (std::string line; std::getline(groups, line);) {
    const size_t first = line.find(':');
    const size_t second = line.find(':', first + 1);
    if (first == line.npos || second == line.npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const std::string group = line.substr(second + 1);
    const std::string mount = root + "/sys/fs/cgroup";
    if (controllers.empty()) {
      least = std::min(least, LeastLimit(mount, group, "memory.max"));
      least = std::min(least, LeastLimit(mount + "/unified", group, "memory.max"));
    } else if (("," + controllers + ",").find(",memory,") != std::string::npos) {
      least = std::min(least, LeastLimit(mount + "/memory", group, "memory.limit_in_bytes"));
    }
  }
  return least;
}

size_t AvailableMemory() {
  const auto pages = static_cast<size_t>(::sysconf(_SC_PHYS_PAGES));
  size_t available = pages * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
  available = std::min(available, ControlGroupLimit(""));
  rlimit limit;
  if (::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    available = std::min<size_t>(available, limit.rlim_cur);
  }
  return available;
}

uint64_t PeakMemory() {
  // Not getrusage(): its peak outlives exec and so may be that of the program that started us.
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    uint64_t kib = 0;
    if (word == "VmHWM:" && status >> kib) return kib * 1024;
  }
  return 0;
}

void ReturnFreedMemory() {
  // Setting the thresholds keeps them fixed: glibc's own grow with every large block that is freed.
  ::mallopt(M_MMAP_THRESHOLD, 128 * 1024);
  ::mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
}

}  // namespace ciku
