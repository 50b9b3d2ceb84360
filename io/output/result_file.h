// Result files: they appear under their name when they are complete, and are not lost if they
// cannot.
#ifndef CIKU_IO_OUTPUT_RESULT_FILE_H_
#define CIKU_IO_OUTPUT_RESULT_FILE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/error.h"
#include "io/files/file.h"
#include "io/files/file_number.h"
#include "io/files/growing_checksum.h"
#include "io/output/pending_file.h"
#include "io/output/result_target.h"

namespace ciku {

// A result file that is being written. Not safe for use by two threads at once.
//
// A new file, and one that takes the place of another, appears in one step in Commit(). It keeps
// the owner, the mode and the access list of the file that it replaces. A file that cannot be
// replaced is written over in Commit(), when the result is complete (in_place()). What is no
// regular file, standard output, and what is named by a descriptor are written to directly
// (io/output/result_target.h).
//
// Without a Commit, nothing remains of a file that is not written to directly.
//
// If a regular file cannot be written, the result goes on elsewhere, and Commit() throws an IoError
// that says where it is:
// - a file that has become too large for a limit is continued in further files beside it;
// - on a full disk, it is continued in the folder for temporary files;
// - after any other error, all of it is copied to the folder for temporary files;
// - if it is complete and cannot get its name, it gets another one.
// If that fails as well, the first error is thrown, and the result is lost.
class ResultFile final : private WriteWatcher {
 public:
  // `temp_directory` is the folder for results that cannot be where they should be. Throws
  // UsageError if `path` is empty, IoError if the file cannot be written, for example because its
  // folder is missing.
  explicit ResultFile(const std::string& path, std::string temp_directory = DefaultTempDirectory());
  ResultFile(const ResultFile&) = delete;
  ResultFile& operator=(const ResultFile&) = delete;

  // The file, with all links followed, or a name for messages.
  const std::string& path() const { return target_.path; }

  // True if what is written cannot be taken back: it goes to standard output, to a pipe or a
  // device, or to a file that is open already.
  bool is_direct() const { return direct_; }

  // Why the file will be written over instead of being replaced: if the run is ended by force in
  // the middle of that, the file is neither the old nor the new one. Empty if it will be replaced.
  const std::string& in_place() const { return target_.in_place; }

  // The file that the result will replace or that it is written to; nothing if that is no regular
  // file.
  std::optional<FileNumber> key() const;

  // True if people would see what is written.
  bool IsTerminal() const;

  // What has been written so far, by Write() and through Share().
  const GrowingChecksum& written() const { return written_; }

  // Throws IoError or ClosedPipe.
  void Write(std::string_view data) { file_.Write(data); }

  // Returns another descriptor of the same file, for a writer that takes ownership of its file. The
  // two must not both be written to. It must not be used after Commit(), and must not outlive this
  // object.
  File Share() const { return file_.Duplicate(); }

  // Flushes the file to disk and gives it its name. Throws IoError.
  void Commit();

 private:
  void OpenPending();

  void Wrote(std::string_view data) override;
  // Decides where the result goes on after an error.
  bool GoOn(int descriptor, int error) override;
  void BeginPart(bool beside);
  void MoveAll();

  // Give a complete file its place. Throw IoError.
  void Sync();
  void Place();
  void WriteOver();

  // Keep what was written instead, and throw an IoError that says where it is.
  [[noreturn]] void Fail();
  std::string NameParts();
  std::vector<std::string> FreePaths() const;

  ResultTarget target_;
  const std::string temp_directory_;
  const bool direct_;
  // What is not written directly: a file that is to become the result, or the parts of the result.
  std::vector<std::unique_ptr<PendingFile>> parts_;
  bool in_temp_ = false;  // the last part is in the folder for temporary files
  bool synced_ = false;   // all parts are on disk
  File file_;             // another descriptor of the last part, or what is written to directly
  std::optional<IoError> failure_;  // the first error, if there was one
  GrowingChecksum written_;
};

}  // namespace ciku

#endif  // CIKU_IO_OUTPUT_RESULT_FILE_H_
