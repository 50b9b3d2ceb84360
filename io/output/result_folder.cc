#include "io/output/result_folder.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "io/error.h"
#include "io/files/file.h"
#include "io/output/file_attributes.h"
#include "io/output/mounts.h"

namespace ciku {
namespace {

namespace fs = std::filesystem;

std::string Canonical(const std::string& path) {
  if (path.empty()) throw UsageError("the folder for the shards has no name");
  std::error_code error;
  std::string canonical = fs::weakly_canonical(path, error).native();
  if (error) canonical = path;
  while (canonical.size() > 1 && canonical.ends_with('/')) canonical.pop_back();
  return canonical;
}

// Returns the path of the temporary folder inside a folder that cannot be replaced.
std::string Inside(const std::string& folder, const std::string& token) {
  return TemporaryNameFor(folder + "/shards", token);
}

bool Exists(const std::string& path) {
  struct stat status;
  return ::lstat(path.c_str(), &status) == 0;
}

}  // namespace

ResultFolder::ResultFolder(const std::string& path) : path_(Canonical(path)) {
  CheckTarget();
  Make(fmt::format("{}", ::getpid()));
}

ResultFolder::ResultFolder(const std::string& path, const std::string& token, bool resumed)
    : path_(Canonical(path)), remains_(true) {
  if (!resumed) {
    std::error_code error;
    for (const std::string& left : {TemporaryNameFor(path_, token), Inside(path_, token)}) {
      fs::remove_all(left, error);
    }
    CheckTarget();
    Make(token);
    return;
  }
  inside_ = Exists(Inside(path_, token));
  temporary_path_ = inside_ ? Inside(path_, token) : TemporaryNameFor(path_, token);
}

void ResultFolder::CheckTarget() const {
  std::error_code error;
  if (fs::exists(path_, error) && !fs::is_directory(path_, error)) {
    throw InputError(Printable(path_) + ": is a file; name a folder for the shards");
  }
  if (fs::exists(path_, error)) {
    const bool empty = fs::is_empty(path_, error);
    if (error) ThrowIoError(path_, "list this folder", error.value());
    if (!empty) {
      throw InputError(Printable(path_) + ": holds files already; name a new or an empty folder");
    }
  }
}

void ResultFolder::Make(const std::string& token) {
  inside_ = !TryMakeBeside(token);
  if (inside_) {
    temporary_path_ = Inside(path_, token);
    if (::mkdir(temporary_path_.c_str(), 0777) != 0) ThrowErrno(path_, "write to this folder");
  }
  if (!remains_) unfinished_.emplace(temporary_path_);
}

// Makes a folder that can be renamed to `path_`. Returns false if that is impossible and a folder
// is there that can take the files.
bool ResultFolder::TryMakeBeside(const std::string& token) {
  const bool exists = Exists(path_);
  if (exists && IsMountPoint(path_)) return false;
  temporary_path_ = TemporaryNameFor(path_, token);
  if (::mkdir(temporary_path_.c_str(), 0777) != 0) {
    if (exists && (errno == EACCES || errno == EPERM || errno == EROFS)) return false;
    if (errno == EEXIST) {
      throw IoError(Printable(temporary_path_) + ": is in the way; remove it", EEXIST,
                    temporary_path_);
    }
    ThrowErrno(path_, "make this folder");
  }
  if (!exists) return true;
  const int descriptor = ::open(temporary_path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const File folder(descriptor, path_);
  if (descriptor >= 0 && CopyAttributes(path_, descriptor).empty()) return true;
  ::rmdir(temporary_path_.c_str());
  return false;
}

ResultFolder::~ResultFolder() {
  if (temporary_path_.empty() || remains_) return;
  // Each file is removed by its name, because listing the folder needs a descriptor and there may
  // be none left.
  for (const std::string& file : files_) ::unlink(file.c_str());
  ::rmdir(temporary_path_.c_str());
}

void ResultFolder::Sync() const { SyncToDisk(temporary_path_); }

std::string ResultFolder::PathFor(const std::string& name) {
  return files_.emplace_back(temporary_path_ + "/" + name);
}

void ResultFolder::Commit() {
  if (remains_ && !Exists(temporary_path_)) return;
  try {
    SyncToDisk(temporary_path_);
    if (inside_) {
      MoveFiles();
    } else if (::rename(temporary_path_.c_str(), path_.c_str()) != 0) {  // replaces an empty folder
      ThrowErrno(path_, "make this folder");
    }
  } catch (const IoError& error) {
    Keep(error);
  }
  TrySyncName(path_);
  temporary_path_.clear();
  unfinished_.reset();
}

// Moves the files to the folder around the temporary one, in the order of their names. After a
// crash, a resumed run moves the rest.
void ResultFolder::MoveFiles() {
  const Indivisible step;
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator it(temporary_path_, error), end; !error && it != end;
       it.increment(error)) {
    names.push_back(it->path().filename().native());
  }
  if (error) ThrowIoError(path_, "list this folder", error.value());
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    const std::string from = temporary_path_ + "/" + name;
    const std::string to = path_ + "/" + name;
    if (::rename(from.c_str(), to.c_str()) != 0) ThrowErrno(to, "write");
  }
  SyncToDisk(path_);
  if (::rmdir(temporary_path_.c_str()) != 0) ThrowErrno(temporary_path_, "remove");
}

// The shards are complete and must not be lost. A run that can be resumed will try again.
void ResultFolder::Keep(const IoError& why) {
  if (remains_) throw IoError(why);
  const std::string kept = path_ + ".complete";
  const bool renamed =
      !inside_ && !Exists(kept) && ::rename(temporary_path_.c_str(), kept.c_str()) == 0;
  const std::string where = renamed ? kept : temporary_path_;
  temporary_path_.clear();
  unfinished_.reset();
  throw why.With("the complete shards are in " + Printable(where));
}

}  // namespace ciku
