#include "io/output/mounts.h"

#include <fstream>
#include <sstream>

namespace ciku {
namespace {

// Undoes the escapes of /proc/self/mountinfo: a space is \040, a tab \011, a line end \012 and a
// backslash \134.
std::string Unescape(const std::string& text) {
  const auto digit = [&](size_t at) { return text[at] >= '0' && text[at] <= '7'; };
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size() && digit(i + 1) && digit(i + 2) && digit(i + 3)) {
      out +=
          static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + text[i + 3] - '0');
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

bool IsMountPoint(const std::string& path) {
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    // A line begins: id, parent, device, root within the file system, mount point (proc(5)).
    std::istringstream fields(line);
    std::string field;
    for (int i = 0; i < 5; ++i) fields >> field;
    if (Unescape(field) == path) return true;
  }
  return false;
}

}  // namespace ciku
