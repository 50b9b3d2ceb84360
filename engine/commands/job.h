// A command's run: where it keeps what it has done, from its options to its end.
#ifndef CIKU_ENGINE_COMMANDS_JOB_H_
#define CIKU_ENGINE_COMMANDS_JOB_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/commands/options.h"
#include "engine/sweep/checkpoints.h"

namespace ciku {

// How a work folder's options tell a file by what is in it: "12 words (checksum 0123456789abcdef)".
std::string Content(size_t size, const char* what, uint64_t checksum);

class Job {
 public:
  // Opens the work folder, where one is named, or else the folder for temporary files. `options`
  // must outlive the job. Throws as WorkFolder and SpillFolder do.
  explicit Job(const RunOptions& options);

  const Storage& storage() const { return storage_; }

  // Says what the results depend on besides the inputs, under the names of options. Throws
  // InputError where the work folder belongs to another job.
  void Begin(const char* command, const Json& options, const Corpus& corpus);

  // The result is there: what was kept to get it is not needed any more.
  void Finish();

 private:
  const RunOptions& options_;
  std::unique_ptr<SpillFolder> folder_;
  Storage storage_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COMMANDS_JOB_H_
