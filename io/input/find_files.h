// Finds the files of a folder that are inputs.
#ifndef CIKU_IO_INPUT_FIND_FILES_H_
#define CIKU_IO_INPUT_FIND_FILES_H_

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/files/file_number.h"

namespace ciku {

// Which files of folders, lists and archives are inputs, by patterns as in shells: * ? [a-z]. A
// pattern with a slash is for the path below the folder (or the whole name in a list or archive),
// any other for the last part of it. Stars do not cross slashes, except in patterns with **. A
// pattern for what is excluded also excludes all that is in a folder that it fits.
struct FileRules {
  std::vector<std::string> include;  // a file has to fit one of these, if there are any
  std::vector<std::string> exclude;  // and none of these

  // `path` is relative, with slashes between its parts.
  bool Takes(const std::string& path) const;
  // Whether files in a folder may be taken.
  bool Enters(const std::string& folder) const;
};

// Searches folders. What it has searched once it does not search again, whatever link leads there,
// so that loops of links end. Not safe for use by two threads at once.
class FileSearch {
 public:
  // `passes_over(path)` tells folders that are no inputs.
  FileSearch(FileRules rules, std::function<bool(const std::string&)> passes_over)
      : rules_(std::move(rules)), passes_over_(std::move(passes_over)) {}

  // Returns all regular files below a folder that are not hidden and that the rules take, in the
  // order of their paths' bytes. Links are followed. Throws IoError if a folder cannot be read.
  std::vector<std::string> FilesBelow(const std::string& folder);

  const FileRules& rules() const { return rules_; }

 private:
  // Adds the files of a folder, and the links to folders that it holds to `links`. Paths begin with
  // `root` bytes for the folder that is searched.
  void Search(const std::string& folder, size_t root, std::vector<std::string>* found,
              std::set<std::string>* links);

  const FileRules rules_;
  const std::function<bool(const std::string&)> passes_over_;
  std::set<FileNumber> searched_;
};

}  // namespace ciku

#endif  // CIKU_IO_INPUT_FIND_FILES_H_
