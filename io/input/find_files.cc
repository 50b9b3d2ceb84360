#include "io/input/find_files.h"

#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "io/error.h"

namespace ciku {
namespace {

namespace fs = std::filesystem;

bool IsHiddenFile(const fs::path& path) { return path.filename().native().starts_with('.'); }

bool FitsPattern(const std::string& pattern, const std::string& path) {
  const bool crosses = pattern.find("**") != pattern.npos;
  const int flags = crosses ? 0 : FNM_PATHNAME;
  std::string_view shape = pattern;
  if (shape.starts_with("./")) shape.remove_prefix(2);
  if (shape.ends_with('/')) shape.remove_suffix(1);
  const bool whole = shape.find('/') != shape.npos;
  if (shape.starts_with('/')) shape.remove_prefix(1);
  const std::string name = whole ? path : path.substr(path.rfind('/') + 1);
  if (::fnmatch(std::string(shape).c_str(), name.c_str(), flags) == 0) return true;
  // "**/x" is also x itself.
  return shape.starts_with("**/") && FitsPattern(std::string(shape.substr(3)), path);
}

// Calls visit(part) for the folders above a path: a and a/b of a/b/c. Returns true as soon as visit
// does.
template <typename Visit>
bool AnyFolderAbove(const std::string& path, const Visit& visit) {
  for (size_t slash = 0; (slash = path.find('/', slash)) != path.npos; ++slash) {
    if (slash > 0 && visit(path.substr(0, slash))) return true;
  }
  return false;
}

}  // namespace

bool FileRules::Takes(const std::string& path) const {
  const auto fits = [](const std::vector<std::string>& patterns, const std::string& name) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& pattern) { return FitsPattern(pattern, name); });
  };
  if (!include.empty() && !fits(include, path)) return false;
  if (exclude.empty()) return true;
  const auto excluded = [&](const std::string& name) { return fits(exclude, name); };
  return !excluded(path) && !AnyFolderAbove(path, excluded);
}

bool FileRules::Enters(const std::string& folder) const {
  return std::none_of(exclude.begin(), exclude.end(),
                      [&](const std::string& pattern) { return FitsPattern(pattern, folder); });
}

std::vector<std::string> FileSearch::FilesBelow(const std::string& folder) {
  const size_t root = folder.size() + (folder.ends_with('/') ? 0 : 1);
  std::vector<std::string> found;
  // Links to folders come after all folders that are there themselves, so that paths do not depend
  // on the order in which the system lists them.
  std::set<std::string> links = {folder};
  while (!links.empty()) {
    const std::string next = links.extract(links.begin()).value();
    Search(next, root, &found, &links);
  }
  std::sort(found.begin(), found.end());
  return found;
}

void FileSearch::Search(const std::string& folder, size_t root, std::vector<std::string>* found,
                        std::set<std::string>* links) {
  if (!searched_.insert(FileNumberOf(folder)).second) return;
  std::error_code error;
  std::error_code unknown;
  std::vector<std::string> folders;
  for (fs::directory_iterator it(folder, error); !error && it != fs::directory_iterator();
       it.increment(error)) {
    const std::string path = it->path().native();
    if (IsHiddenFile(it->path())) continue;
    const std::string below = path.substr(std::min(root, path.size()));
    if (it->is_directory(unknown)) {
      if (!rules_.Enters(below) || passes_over_(path)) continue;
      it->is_symlink(unknown) ? static_cast<void>(links->insert(path)) : folders.push_back(path);
    } else if ((it->is_regular_file(unknown) || unknown) && rules_.Takes(below)) {
      found->push_back(path);  // if its kind is unknown, opening it will fail
    }
  }
  if (error) ThrowIoError(folder, "list the folder", error.value());
  for (const std::string& each : folders) Search(each, root, found, links);
}

}  // namespace ciku
