#include "io/error.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace ciku {

void ThrowErrno(const std::string& path, const std::string& action) {
  const int error = errno;
  throw IoError(fmt::format("{}: cannot {}: {}", Printable(path), action, std::strerror(error)));
}

std::string Printable(const std::string& path) {
  std::string out;
  out.reserve(path.size());
  for (const char c : path) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace ciku
