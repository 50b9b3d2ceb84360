// Lists results that are not complete yet, so that a process that is stopped by a signal can remove
// them.
#ifndef CIKU_IO_FILES_UNFINISHED_H_
#define CIKU_IO_FILES_UNFINISHED_H_

#include <string>

namespace ciku {

// Lists a file or folder as incomplete for as long as this object lives. Safe for use by several
// threads.
class Unfinished {
 public:
  explicit Unfinished(std::string path);
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished();

 private:
  const std::string path_;
};

// A step that must not be broken off halfway: RemoveUnfinished() waits until this object is
// destroyed. One thread may have one such object at a time.
class Indivisible {
 public:
  Indivisible();
  Indivisible(const Indivisible&) = delete;
  Indivisible& operator=(const Indivisible&) = delete;
  ~Indivisible();
};

// Sets the path that RemoveUnfinished() returns: the work folder of this process, or "" if it has
// none.
void SetWorkFolder(const std::string& path);

// Tells that a part of a result has been written where it cannot be taken back, such as to standard
// output; and whether that was told.
void SetWrittenDirectly();
bool HasWrittenDirectly();

// Removes all files and folders that are listed as incomplete. From then on every other thread that
// wants to begin or complete a result, or begins an indivisible step, blocks forever, so call it
// only when the process is about to end. Returns the work folder.
std::string RemoveUnfinished();

}  // namespace ciku

#endif  // CIKU_IO_FILES_UNFINISHED_H_
