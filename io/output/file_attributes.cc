#include "io/output/file_attributes.h"

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>

#include "io/error.h"

namespace ciku {
namespace {

// The kernel keeps a POSIX access list under this name, in a form that any file of the same kind
// takes (acl(5)).
constexpr const char* kAccessList = "system.posix_acl_access";

bool CopyAccessList(const std::string& path, int descriptor) {
  std::array<char, 65536> list;  // the most that an attribute may have
  const ssize_t size = ::getxattr(path.c_str(), kAccessList, list.data(), list.size());
  if (size >= 0) {
    return ::fsetxattr(descriptor, kAccessList, list.data(), static_cast<size_t>(size), 0) == 0;
  }
  // There is none. A list that the file has got from its folder must go.
  ::fremovexattr(descriptor, kAccessList);
  return true;
}

}  // namespace

std::string CopyAttributes(const std::string& path, int descriptor) {
  struct stat old;
  struct stat now;
  if (::stat(path.c_str(), &old) != 0) ThrowErrno(path, "get its owner and mode");
  if (::fstat(descriptor, &now) != 0) ThrowErrno(path, "get the owner and mode of its successor");
  if ((old.st_uid != now.st_uid || old.st_gid != now.st_gid) &&
      ::fchown(descriptor, old.st_uid, old.st_gid) != 0) {
    return "owner";
  }
  if (!CopyAccessList(path, descriptor)) return "access list";
  // The last, because a new owner or access list changes the mode.
  return ::fchmod(descriptor, old.st_mode & 07777) != 0 ? "mode" : "";
}

}  // namespace ciku
