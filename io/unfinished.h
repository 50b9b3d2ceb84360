// Results that are on their way: what a process that is ended from outside should not leave behind.
#ifndef CIKU_IO_UNFINISHED_H_
#define CIKU_IO_UNFINISHED_H_

#include <string>

namespace ciku {

// Notes that a file or folder is not complete, until it is destroyed. For any number of threads.
class Unfinished {
 public:
  explicit Unfinished(std::string path);
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished();

 private:
  const std::string path_;
};

// Notes the folder that keeps what this process has done; "" for none.
void SetWorkFolder(const std::string& path);

// Removes everything that is noted, and from then on lets no result be begun or completed: for a
// process that is about to end. Returns the work folder.
std::string RemoveUnfinished();

}  // namespace ciku

#endif  // CIKU_IO_UNFINISHED_H_
