#include "engine/sweep/resources.h"

#include <oneapi/tbb/info.h>

#include "io/files/spill_folder.h"
#include "io/memory.h"
#include "io/output/work_folder.h"

namespace ciku {

Resources DefaultResources() {
  return {.memory = AvailableMemory() / 2,
          .threads = static_cast<size_t>(tbb::info::default_concurrency())};
}

Storage::Storage(const StorageOptions& options)
    : checkpoint_interval_(options.checkpoint_interval) {
  if (options.work_directory.empty()) {
    owned_ = std::make_shared<SpillFolder>(options.temp_directory ? *options.temp_directory
                                                                  : DefaultTempDirectory());
  } else {
    const WorkFolder::Options how{.restart = options.restart, .keep = options.keep};
    auto work = std::make_shared<WorkFolder>(options.work_directory, how);
    work_ = work.get();
    owned_ = std::move(work);
  }
  spills_ = owned_.get();
}

void Storage::Finish() const {
  if (work_ != nullptr) work_->Finish();
}

void Observer::Sweep(const std::string& /*name*/, uint64_t /*total_bytes*/,
                     const SweepMeter& /*meter*/, const Storage* /*spills*/,
                     const std::function<Figures()>& pass) {
  pass();
}

void Observer::Pass(const std::string& /*name*/, const std::function<Figures()>& pass) { pass(); }

void Observer::Resumed(const std::string& /*work_directory*/) {}

Observer* NoObserver() {
  static Observer observer;
  return &observer;
}

}  // namespace ciku
