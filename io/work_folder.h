// Work folders: where a run keeps what it has done, so that the same run can go on from there
// after it was ended in whatever way.
//
//   manifest      what is finished (manifest.h); replaced as a whole, and on disk before anything
//                 that it replaces is removed
//   inputs        the list of inputs, a line each (see RecordInputs)
//   spill-000000  run files and others that the manifest names, each with size and checksum; what
//                 comes after that size in one that is being written is not recorded yet
//   lock          held by the run that uses the folder; its process is named in it
//
// Files that the manifest does not name are left over from a run that was ended, and are removed.
#ifndef CIKU_IO_WORK_FOLDER_H_
#define CIKU_IO_WORK_FOLDER_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "io/block_file.h"
#include "io/corpus.h"
#include "io/manifest.h"
#include "io/spill_folder.h"

namespace ciku {

// Files are created from any thread; everything else is for one thread at a time.
class WorkFolder : public SpillFolder {
 public:
  struct Options {
    bool restart = false;  // forget what an earlier run has done
    bool keep = false;     // leave everything in place at the end
  };

  // Opens a work folder, or makes one of a folder that is new or empty, and locks it. Throws
  // InputError where another run uses it or it holds something else, CorruptionError where its
  // manifest is damaged, IoError where it cannot be made or read.
  WorkFolder(const std::string& path, Options options);
  ~WorkFolder() override;

  // Says what this run is: `job` is an object of all that its results depend on besides the
  // inputs, under names that mean something to the user. Throws InputError, with a line that says
  // what differs, where the folder belongs to another job or to other inputs.
  void Begin(const Json& job, const Corpus& corpus);

  // Tells this folder from others, in the names of files elsewhere.
  std::string token() const;

  // True where an earlier run has got somewhere.
  bool resumed() const { return resumed_; }

  // What was recorded of a pass; null where nothing was.
  const Json& Find(const std::string& pass) const;

  // Records states, an object with one for each pass that has a new one: on disk, all or none, when
  // this returns. Files that no states name are then removed; nobody may be writing one.
  void Record(const Json& states);

  // A new file of this folder.
  File Create() override;

  bool Owns(const std::string& folder) const override;

  // How a state names a complete run, and the run that a state names. Throws CorruptionError where
  // the file is missing or is not the one that was recorded.
  Json NameOf(const BlockFile& run) const;
  BlockFile OpenBlockFile(const Json& name) const;

  // The same for a run that is being written, up to its last block. What was written after it was
  // named is lost when it is reopened.
  Json NameOf(const BlockFileWriter& run) const;
  BlockFileWriter ReopenBlockFile(const Json& name, int level = BlockFileWriter::kUsualLevel) const;

  // The end of the job: removes all files of the folder, and the folder where it is empty then;
  // unless they are to be kept.
  void Finish();

 private:
  std::string PathOf(const std::string& name) const { return directory() + "/" + name; }
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

  const Options options_;
  bool resumed_ = false;
  File lock_;
  std::unique_ptr<Json> manifest_;
  // The files that the manifest names, and how many bytes of each are on disk.
  std::map<std::string, uint64_t> synced_;
  std::atomic<uint64_t> next_file_ = 0;
};

}  // namespace ciku

#endif  // CIKU_IO_WORK_FOLDER_H_
