// How many files a process may have open.
#ifndef CIKU_IO_FILES_OPEN_FILES_H_
#define CIKU_IO_FILES_OPEN_FILES_H_

#include <cstddef>

namespace ciku {

// Returns how many files this process may have open at the same time: the limit of `ulimit -n`.
size_t OpenFileLimit();

// Returns how many more files it may open now. O(open files). Safe for use by several threads, of
// which each may open files in the next moment.
size_t OpenFilesLeft();

}  // namespace ciku

#endif  // CIKU_IO_FILES_OPEN_FILES_H_
