// Sweeps that can be resumed: they go part by part, and between two parts what they have found is
// recorded in the run's work folder.
#ifndef CIKU_ENGINE_SWEEP_CHECKPOINTS_H_
#define CIKU_ENGINE_SWEEP_CHECKPOINTS_H_

#include <chrono>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/sweep/resources.h"
#include "io/manifest.h"
#include "io/reader_position.h"
#include "io/work_folder.h"

namespace ciku {

// Records the state of `pass` and, in the same step, gives up results of an earlier pass that are
// no longer needed: `given_up` are their names. Both changes are on disk when this returns, or
// none.
void RecordInPlaceOf(WorkFolder* folder, const char* pass, const Json& state, const char* earlier,
                     std::initializer_list<const char*> given_up);

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
  WorkFolder* work() const { return storage_.work(); }
  SweepMeter* meter() const { return meter_; }

  void BeginPart() { part_began_ = Clock::now(); }
  // Whether it is time to end the part.
  bool Due() const {
    return storage_.work() != nullptr &&
           Clock::now() - part_began_ >= storage_.checkpoint_interval();
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
