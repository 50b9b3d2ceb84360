// What stands at the path of a result, and how a result gets there.
#ifndef CIKU_IO_OUTPUT_RESULT_TARGET_H_
#define CIKU_IO_OUTPUT_RESULT_TARGET_H_

#include <string>

#include "io/files/file.h"

namespace ciku {

struct ResultTarget {
  // The file, with all links followed. If it is written to directly, a name for messages.
  std::string path;
  // Open if the result is written directly to what is there: a pipe, a device, or anything that is
  // open already and named by its descriptor.
  File direct;
  // False for pipes and devices: what was written to them cannot be completed later.
  bool regular = true;
  // True if a file is there that the result takes the place of.
  bool exists = false;
  // Why this file can only be written over and not be replaced; empty if it can be replaced as far
  // as can be told without a file that replaces it.
  std::string in_place = {};
};

// Finds out what stands at `path`. "-" is standard output. /dev/stdout, /dev/fd/N and the like,
// also through links, are the open descriptors, whatever is behind them. Throws UsageError if the
// path is empty, IoError if no result can be written there.
ResultTarget FindTarget(const std::string& path);

// Returns true if results at these two paths would replace each other or be mixed: they would be
// the same file or pipe, or go to the same open descriptor. Returns false if one of them cannot be
// written.
bool AreSameResult(const std::string& a, const std::string& b);

}  // namespace ciku

#endif  // CIKU_IO_OUTPUT_RESULT_TARGET_H_
