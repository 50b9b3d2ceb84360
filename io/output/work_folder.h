// Work folders. A program keeps its finished work in one, so that the same job can go on from there
// however the program was ended.
//
//   manifest      the list of finished work (manifest.h). It is replaced as a whole, and a new one
//                 is on disk before files that only the old one names are removed
//   inputs        the list of inputs, one line each (see InputLine)
//   spill-000000  block files and others; the manifest names each with its size and checksum. If a
//                 file is still being written, the bytes beyond that size are not recorded yet
//   lock          locked by the process that uses the folder; the file names this process
//
// States may also name files elsewhere, by absolute paths: those that other runs have made and that
// stay theirs.
//
// Files that the manifest does not name are left over from a process that was ended, and are
// removed.
#ifndef CIKU_IO_OUTPUT_WORK_FOLDER_H_
#define CIKU_IO_OUTPUT_WORK_FOLDER_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "io/files/block_file.h"
#include "io/files/manifest.h"
#include "io/files/spill_folder.h"
#include "io/input/corpus.h"

namespace ciku {

// A work folder. Create may be called by several threads at once; everything else is for one thread
// at a time.
class WorkFolder : public SpillFolder {
 public:
  struct Options {
    bool restart = false;  // forget the work of an earlier run
    bool keep = false;     // leave everything in place at the end
    // Other runs of the same job take the states over, and finish it.
    bool hands_on = false;
    // This run does not count in the pass of this name, or in the one whose name goes on with a
    // space: it only adds up a range of keys of what others have counted.
    std::string adding_pass = {};
    KeyRange range = {};
  };

  // As long as an object of this class lives, `pass` is under way.
  class PassUnderWay {
   public:
    // `folder` may be null.
    PassUnderWay(WorkFolder* folder, const std::string& pass) : folder_(folder) {
      if (folder_ != nullptr) folder_->adds_up_ = folder_->AddsUpIn(pass);
    }
    PassUnderWay(const PassUnderWay&) = delete;
    PassUnderWay& operator=(const PassUnderWay&) = delete;
    ~PassUnderWay() {
      if (folder_ != nullptr) folder_->adds_up_ = false;
    }

   private:
    WorkFolder* const folder_;
  };

  // Opens and locks a work folder; a folder that does not exist or is empty becomes one. Throws
  // InputError if another process uses it or if it holds other files, CorruptionError if its
  // manifest is damaged, IoError if it cannot be made or read.
  WorkFolder(const std::string& path, Options options);
  ~WorkFolder() override;

  // Records the job in a new folder, or compares it with the job of an earlier run. `job` is an
  // object of everything that the results depend on besides the inputs, under names that users
  // know. Throws InputError, which names the difference, if the folder belongs to another job or to
  // other inputs.
  void Begin(const Json& job, const Corpus& corpus);

  // Returns a text that is unique to this folder, for the names of files in other folders.
  std::string token() const;

  bool hands_on() const { return options_.hands_on; }
  // Nothing unless the pass that is under way only adds up.
  std::optional<KeyRange> adds_up() const override {
    return adds_up_ ? std::optional<KeyRange>(options_.range) : std::nullopt;
  }
  // Whether what counters do not divide by keys belongs to this run.
  bool has_totals() const { return !adds_up_ || options_.range.is_first(); }

  // True if an earlier run has recorded finished work.
  bool resumed() const { return resumed_; }

  // Returns the recorded state of a pass, or null if there is none.
  const Json& Find(const std::string& pass) const;

  // The recorded states of all passes.
  Json States() const;

  // Takes over what other runs have recorded, unless this folder has been begun already.
  void Adopt(const Json& states);

  // Records `states`, an object that holds a state for each pass that has a new one. Either all of
  // them are recorded or none; they are on disk when this returns. Files that no state names are
  // then removed, so no other thread may be writing a file. Throws IoError.
  void Record(const Json& states);

  // Makes a new file in this folder. Throws IoError.
  File Create() override;

  bool Owns(const std::string& folder) const override;

  // Returns the name (with size and checksum) by which a state refers to a complete block file.
  Json NameOf(const BlockFile& file) const;
  // Opens the block file that a state names. Throws CorruptionError if the file is missing or is
  // not the one that was recorded.
  BlockFile OpenBlockFile(const Json& name) const;

  // The same for a block file that is being written. The name covers all blocks that were written
  // before NameOf was called; reopening the file removes the blocks written after that.
  Json NameOf(const BlockFileWriter& writer) const;
  BlockFileWriter ReopenBlockFile(const Json& name, int level = BlockFileWriter::kUsualLevel) const;

  // Ends the job: removes all files of the work folder, and the folder itself if it is empty then.
  // Does nothing if Options::keep is set.
  void Finish();

 private:
  std::string PathOf(const std::string& name) const {
    return name.starts_with('/') ? name : directory() + "/" + name;
  }
  std::string PathNamed(const Json& name) const;
  void MakeOrCheck();
  void Lock();
  void ReadManifest();
  void WriteManifest();
  void CheckJob(const Json& job) const;
  void RecordInputs(const Corpus& corpus);
  void CheckInputs(const Corpus& corpus) const;
  void SyncNamedFiles();
  void RemoveUnnamedFiles();
  bool AddsUpIn(const std::string& pass) const;

  const Options options_;
  bool resumed_ = false;
  bool adds_up_ = false;
  File lock_;
  std::unique_ptr<Json> manifest_;
  // The files that the manifest names, and how many bytes of each are on disk.
  std::map<std::string, uint64_t> synced_;
  std::atomic<uint64_t> next_file_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_OUTPUT_WORK_FOLDER_H_
