// Mount points.
#ifndef CIKU_IO_OUTPUT_MOUNTS_H_
#define CIKU_IO_OUTPUT_MOUNTS_H_

#include <string>

namespace ciku {

// Returns true if something is mounted at this file or folder, for example by `docker run -v`. It
// cannot be renamed or replaced then. `path` must be absolute and without links. Returns false if
// the system does not tell.
bool IsMountPoint(const std::string& path);

}  // namespace ciku

#endif  // CIKU_IO_OUTPUT_MOUNTS_H_
