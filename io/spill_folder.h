// Where a run's temporary files go, and how much of the disk they take.
#ifndef CIKU_IO_SPILL_FOLDER_H_
#define CIKU_IO_SPILL_FOLDER_H_

#include <atomic>
#include <cstdint>
#include <string>

#include "io/file.h"

namespace ciku {

// Makes files without names, which vanish with their descriptors however the process ends; a
// WorkFolder makes files that outlive it. Safe for use by several threads.
class SpillFolder {
 public:
  // Throws IoError where no file can be made in `directory`: rather now than in the middle.
  explicit SpillFolder(std::string directory = DefaultTempDirectory());
  SpillFolder(const SpillFolder&) = delete;
  SpillFolder& operator=(const SpillFolder&) = delete;
  virtual ~SpillFolder() = default;

  // A new, empty file. Throws IoError.
  virtual File Create();

  // Whether `folder`, met on the way through the inputs, is this one and holds files with names.
  virtual bool Owns(const std::string& /*folder*/) const { return false; }

  const std::string& directory() const { return directory_; }

  // Bytes that are free there for this user. Throws IoError.
  uint64_t FreeBytes() const;

  // Those who write files say how large they have become, and how much of that is gone again.
  void Grow(uint64_t bytes);
  void Shrink(uint64_t bytes) { bytes_ -= bytes; }

  // What the files take now, and the most that they have taken.
  uint64_t bytes() const { return bytes_; }
  uint64_t peak_bytes() const { return peak_bytes_; }

 protected:
  // For folders that need no try.
  struct Unchecked {};
  SpillFolder(std::string directory, Unchecked) : directory_(std::move(directory)) {}

 private:
  const std::string directory_;
  std::atomic<uint64_t> bytes_ = 0;
  std::atomic<uint64_t> peak_bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_SPILL_FOLDER_H_
