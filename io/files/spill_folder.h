// The folder of temporary files, and how much of the disk they take.
#ifndef CIKU_IO_FILES_SPILL_FOLDER_H_
#define CIKU_IO_FILES_SPILL_FOLDER_H_

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "io/files/file.h"

namespace ciku {

// One of several ranges of keys, for tasks that share the work of adding up what others have
// counted. A range is of partitions: the parts of all keys into which counters divide them.
struct KeyRange {
  uint64_t number = 1;  // from 1 on
  uint64_t of = 1;

  bool Holds(size_t partition, size_t partitions) const {
    return partition * of / partitions + 1 == number;
  }
  // The range to which everything belongs that is not divided.
  bool is_first() const { return number == 1; }
};

// Makes temporary files. They have no names, so they vanish with their descriptors however the
// process ends; a WorkFolder makes files that outlive the process. Safe for use by several threads.
class SpillFolder {
 public:
  // Throws IoError if no file can be made in `directory`: it is better to fail now than halfway
  // through the work.
  explicit SpillFolder(std::string directory = DefaultTempDirectory());
  SpillFolder(const SpillFolder&) = delete;
  SpillFolder& operator=(const SpillFolder&) = delete;
  virtual ~SpillFolder() = default;

  // Makes a new, empty file. Throws IoError.
  virtual File Create();

  // Returns true if `folder` is this folder and holds files with names, so that a walk through the
  // inputs has to skip it.
  virtual bool Owns(const std::string& /*folder*/) const { return false; }

  // The keys that counters save, if this run adds up what others have counted. Nothing in other
  // runs.
  virtual std::optional<KeyRange> adds_up() const { return std::nullopt; }

  const std::string& directory() const { return directory_; }

  // Returns how many bytes this user may still write to the folder's file system. Throws IoError.
  uint64_t FreeBytes() const;

  // Writers of files call these: Grow after they have written `bytes`, Shrink when `bytes` that
  // were written are freed again.
  void Grow(uint64_t bytes);
  void Shrink(uint64_t bytes) { bytes_ -= bytes; }

  // The bytes that the files take now, and the most that they have taken at once.
  uint64_t bytes() const { return bytes_; }
  uint64_t peak_bytes() const { return peak_bytes_; }

 protected:
  // Leaves out the check that a file can be made.
  struct Unchecked {};
  SpillFolder(std::string directory, Unchecked) : directory_(std::move(directory)) {}

 private:
  const std::string directory_;
  std::atomic<uint64_t> bytes_ = 0;
  std::atomic<uint64_t> peak_bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_FILES_SPILL_FOLDER_H_
