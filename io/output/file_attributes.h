// Owner, mode and access list of a file or folder.
#ifndef CIKU_IO_OUTPUT_FILE_ATTRIBUTES_H_
#define CIKU_IO_OUTPUT_FILE_ATTRIBUTES_H_

#include <string>

namespace ciku {

// Gives the open file or folder `descriptor` the owner, the group, the mode and the POSIX access
// list of the file or folder `path`. Returns an empty string, or what cannot be given: "owner",
// "mode" or "access list". Throws IoError if `path` or `descriptor` cannot be looked at.
std::string CopyAttributes(const std::string& path, int descriptor);

}  // namespace ciku

#endif  // CIKU_IO_OUTPUT_FILE_ATTRIBUTES_H_
