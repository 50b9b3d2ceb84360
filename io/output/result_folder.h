// Result folders: they appear when all their files are complete.
#ifndef CIKU_IO_OUTPUT_RESULT_FOLDER_H_
#define CIKU_IO_OUTPUT_RESULT_FOLDER_H_

#include <optional>
#include <string>
#include <vector>

#include "io/error.h"
#include "io/files/unfinished.h"

namespace ciku {

// A result folder that is being written. Not safe for use by two threads at once.
//
// The folder has a temporary name, next to `path`, until Commit() renames it to `path`. It may take
// the place of an empty folder and then has the same owner, mode and access list. An empty folder
// that cannot be replaced, because it is a mount of its own for example, stays as it is: a hidden
// folder inside it takes the files, and Commit() moves them one by one.
//
// The constructors throw UsageError if `path` is empty, InputError if it is a file or a folder that
// is not empty, IoError if the folder cannot be made.
class ResultFolder {
 public:
  // Makes a folder of which nothing remains without a Commit, if PathFor() has named all its files.
  explicit ResultFolder(const std::string& path);

  // Makes a folder for work that can be resumed: without a Commit the folder remains, under a
  // temporary name that contains `token`. If `resumed`, the folder of the earlier run is used;
  // otherwise it is removed and a new one is made.
  ResultFolder(const std::string& path, const std::string& token, bool resumed);

  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;
  ~ResultFolder();

  // Returns the path at which to write the file `name` before the Commit.
  std::string PathFor(const std::string& name);

  // Flushes the names of the folder's files to disk. Throws IoError.
  void Sync() const;

  // Gives the folder its name. Does nothing if an earlier run has already done so. Throws IoError;
  // the files are then kept under another name, which the error tells.
  void Commit();

 private:
  void CheckTarget() const;
  void Make(const std::string& token);
  bool TryMakeBeside(const std::string& token);
  void MoveFiles();
  [[noreturn]] void Keep(const IoError& why);

  std::string path_;
  std::string temporary_path_;
  bool inside_ = false;             // the temporary folder is in the folder `path_`
  std::vector<std::string> files_;  // all paths that PathFor() has returned
  std::optional<Unfinished> unfinished_;
  bool remains_ = false;
};

}  // namespace ciku

#endif  // CIKU_IO_OUTPUT_RESULT_FOLDER_H_
