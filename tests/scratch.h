// Temporary folders and files for tests.
#ifndef CIKU_TESTS_SCRATCH_H_
#define CIKU_TESTS_SCRATCH_H_

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "io/files/mapped_file.h"
#include "io/files/spill_folder.h"
#include "io/input/corpus.h"

namespace ciku {

// A folder that is removed with the object.
class Scratch {
 public:
  Scratch() : path_((std::filesystem::temp_directory_path() / "ciku-test-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make " + path_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(path_); }

  const std::string& path() const { return path_; }
  std::string File(const std::string& name) const { return path_ + "/" + name; }

  // Writes a file and returns its path.
  std::string Write(const std::string& name, std::string_view bytes) const {
    std::string path = File(name);
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  size_t FilesIn() const {
    return static_cast<size_t>(std::distance(std::filesystem::recursive_directory_iterator(path_),
                                             std::filesystem::recursive_directory_iterator()));
  }

 private:
  std::string path_;
};

// Returns a spill folder in the folder for temporary files.
inline SpillFolder* TestSpills() {
  static SpillFolder folder;
  return &folder;
}

// For random text, which may look like text of another format, or like lines that end with CR
// alone.
inline InputOptions LinesOnly() {
  InputOptions options;
  options.format = InputFormat::kLines;
  return options;
}

inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace ciku

#endif  // CIKU_TESTS_SCRATCH_H_
