// Sweeps that can be resumed: a sweep goes part by part, and between two parts it records what it
// has found in the work folder of the run.
#ifndef CIKU_ENGINE_SWEEP_CHECKPOINTS_H_
#define CIKU_ENGINE_SWEEP_CHECKPOINTS_H_

#include <chrono>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/sweep/resources.h"
#include "engine/sweep/stopping.h"
#include "io/files/manifest.h"
#include "io/input/reader_position.h"
#include "io/output/work_folder.h"

namespace ciku {

// Records the state of `pass` and, in the same step, gives up the results named `given_up` of an
// earlier pass, which are no longer needed. Both changes are on disk when this returns; after a
// crash, either both are there or none.
void RecordInPlaceOf(WorkFolder* folder, const char* pass, const Json& state, const char* earlier,
                     std::initializer_list<const char*> given_up);

// The parts of one sweep, between two checkpoints each. If several runs have swept all parts of a
// corpus (io/input/corpus_part.h), the state of the sweep is {"parts": [STATE, ...]}, and what they
// have found adds up to what a sweep over the whole corpus finds. The sweep's name is unique within
// its run. For one thread at a time, except for Due().
class Checkpoints {
 public:
  // Sets `meter` to its recorded values. Throws CorruptionError if these make no sense.
  Checkpoints(const Storage& storage, std::string sweep, SweepMeter* meter);

  // True if an earlier run has completed this sweep.
  bool done() const { return done_; }

  // The position at which the sweep begins, and the recorded results up to there (null if there are
  // none).
  const ReaderPosition& start() const { return start_; }
  const Json& results() const { return results_; }
  // The same for sweeps whose results can be added up: all that were recorded, one for each part of
  // the corpus.
  const std::vector<Json>& all_results() const { return all_results_; }
  // Returns one of the results; null if there is none.
  Json Result(const char* name) const {
    return results_.is_null() ? Json() : results_.value(name, Json());
  }

  // The work folder; null if nothing is to be recorded.
  WorkFolder* work() const { return storage_.work(); }
  SweepMeter* meter() const { return meter_; }

  // Begins a part. As long as the scope lives, which is until the part is recorded, nothing else
  // stops the job. Throws Interrupted if it is to stop.
  [[nodiscard]] StopScope BeginPart() {
    StopIfAsked();
    part_began_ = Clock::now();
    return StopScope(work() == nullptr ? stop_ : nullptr);
  }
  // True if it is time to end the part.
  bool Due() const {
    if (stop_ != nullptr && *stop_) return true;
    return work() != nullptr && Clock::now() - part_began_ >= storage_.checkpoint_interval();
  }

  // Records the results of the sweep up to `position` or, if `done`, up to its end.
  void Record(const ReaderPosition& position, bool done, const Json& results);

 private:
  using Clock = std::chrono::steady_clock;

  void Read(const Json& state);

  const Storage& storage_;
  const std::atomic<bool>* const stop_ = StopFlag();
  const std::string sweep_;
  SweepMeter* const meter_;
  bool done_ = false;
  ReaderPosition start_;
  Json results_;
  std::vector<Json> all_results_;
  Clock::time_point part_began_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_CHECKPOINTS_H_
