// Small files in a folder that several machines share. They appear at once and are whole.
#ifndef CIKU_ENGINE_CLUSTER_SHARED_FILES_H_
#define CIKU_ENGINE_CLUSTER_SHARED_FILES_H_

#include <string>
#include <string_view>

namespace ciku {

// Returns an absolute path without a slash at its end.
std::string AbsolutePath(const std::string& path);

// Writes a file under another name, waits until it is on disk, and renames it. Throws IoError.
void WriteShared(const std::string& path, std::string_view content);

// Returns a name that no other process on any machine uses: "HOST-PROCESS-" and a random number.
std::string ProcessName();

// Brings a file to a folder, which may be on another file system, under the same name. The file
// also stays where it is, and must not be changed afterwards. It is on disk when this returns.
// Throws IoError.
void BringInto(const std::string& file, const std::string& folder);

}  // namespace ciku

#endif  // CIKU_ENGINE_CLUSTER_SHARED_FILES_H_
