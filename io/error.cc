#include "io/error.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>

namespace ciku {
namespace {

std::string Reason(int error) {
  std::string text = std::strerror(error);
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return text + "; free some space there or name a folder on another disk";
    case EMFILE:
      return text + "; raise the limit with `ulimit -n`";
    case EFBIG:
      return text + "; raise the limit with `ulimit -f`";
    default:
      return text;
  }
}

}  // namespace

std::string DescribeIoError(const std::string& path, const std::string& action, int error) {
  return fmt::format("{}: cannot {}: {}", Printable(path), action, Reason(error));
}

void ThrowIoError(const std::string& path, const std::string& action, int error) {
  throw IoError(DescribeIoError(path, action, error), error, path);
}

void ThrowErrno(const std::string& path, const std::string& action) {
  ThrowIoError(path, action, errno);
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
