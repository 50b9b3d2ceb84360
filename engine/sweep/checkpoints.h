// Sweeps that can be resumed: they go part by part, and between two parts what they have found is
// recorded in the run's work folder.
#ifndef CIKU_ENGINE_SWEEP_CHECKPOINTS_H_
#define CIKU_ENGINE_SWEEP_CHECKPOINTS_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "io/manifest.h"
#include "io/reader_position.h"
#include "io/spill_folder.h"
#include "io/work_folder.h"

namespace ciku {

// What a sweep has done so far. Written by the sweep's threads; may be read at any time.
struct SweepMeter {
  std::atomic<uint64_t> bytes = 0;  // of the inputs, as they are on disk
  std::atomic<uint64_t> text_bytes = 0;
  std::atomic<uint64_t> records = 0;
  std::atomic<uint64_t> bad_records = 0;
  std::atomic<uint64_t> invalid_bytes = 0;
};

// Where a run keeps what does not fit in memory, and what it has done.
struct Storage {
  SpillFolder* spills = nullptr;
  // The same folder, where the run can be resumed; null where it cannot.
  WorkFolder* work = nullptr;
  // How long a part of a sweep lasts: what a run that is killed has to do again.
  std::chrono::duration<double> checkpoint_interval{30};
};

// The parts of one sweep, which has a name of its own within its run. For one thread at a time,
// except for Due().
class Checkpoints {
 public:
  // Sets `meter` to what was recorded. Throws CorruptionError where that makes no sense.
  Checkpoints(const Storage& storage, std::string sweep, SweepMeter* meter);

  // True where an earlier run has been through with this sweep.
  bool done() const { return done_; }

  // Where the sweep begins, and what was recorded of its results up to there (null: nothing).
  const ReaderPosition& start() const { return start_; }
  const Json& results() const { return results_; }
  // One of these; null where there is none.
  Json Result(const char* name) const {
    return results_.is_null() ? Json() : results_.value(name, Json());
  }

  // The work folder; null where nothing is to be recorded.
  WorkFolder* work() const { return storage_.work; }
  SweepMeter* meter() const { return meter_; }

  void BeginPart() { part_began_ = Clock::now(); }
  // Whether it is time to end the part.
  bool Due() const {
    return storage_.work != nullptr && Clock::now() - part_began_ >= storage_.checkpoint_interval;
  }

  // Records that the sweep has got to `position`, or to its end, with these results.
  void Record(const ReaderPosition& position, bool done, const Json& results);

 private:
  using Clock = std::chrono::steady_clock;

  const Storage& storage_;
  const std::string sweep_;
  SweepMeter* const meter_;
  bool done_ = false;
  ReaderPosition start_;
  Json results_;
  Clock::time_point part_began_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_CHECKPOINTS_H_
