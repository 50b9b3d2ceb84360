#include "engine/commands/job.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/commands/console.h"

namespace ciku {
namespace {

WorkFolder::Options WorkOptions(const RunOptions& options) {
  return {.restart = options.restart, .keep = options.keep};
}

}  // namespace

std::string Content(size_t size, const char* what, uint64_t checksum) {
  return fmt::format("{} {} (checksum {})", size, what, ChecksumText(checksum));
}

Job::Job(const RunOptions& options) : options_(options) {
  if (options.work_directory.empty()) {
    folder_ = std::make_unique<SpillFolder>(options.temp_directory);
  } else {
    auto work = std::make_unique<WorkFolder>(options.work_directory, WorkOptions(options));
    storage_.work = work.get();
    folder_ = std::move(work);
  }
  storage_.spills = folder_.get();
  storage_.checkpoint_interval = std::chrono::duration<double>(options.checkpoint_interval);
}

void Job::Begin(const char* command, const Json& options, const Corpus& corpus) {
  if (storage_.work == nullptr) return;
  const InputOptions& input = corpus.options();
  Json job = {{"command", command},
              {"version", CIKU_VERSION},
              {"--encoding", Printable(input.encoding)},
              {"--field", Printable(input.field)},
              {"--skip-bad-records", input.skip_bad_records}};
  job.update(options);
  storage_.work->Begin(job, corpus);
  if (!storage_.work->resumed()) return;
  Note(options_.quiet, fmt::format("going on from what an earlier run left in {}",
                                   Printable(storage_.work->directory())));
}

void Job::Finish() {
  if (storage_.work != nullptr) storage_.work->Finish();
}

}  // namespace ciku
