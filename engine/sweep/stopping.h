// Ends the work of a job early, wherever it is: because a user has pressed Ctrl-C, or because a
// batch system wants the machine back.
#ifndef CIKU_ENGINE_SWEEP_STOPPING_H_
#define CIKU_ENGINE_SWEEP_STOPPING_H_

#include <atomic>

#include "ciku/error.h"

namespace ciku {

// A job has ended early because it was asked to. What its work folder has recorded is kept.
class Interrupted : public Error {
 public:
  Interrupted() : Error("interrupted") {}
};

// While it lives, a job that the calling thread runs ends with Interrupted soon after *asked has
// become true: within a second, but with a work folder after it has recorded how far it has got.
// `asked` must outlive it; if it is null, the job is not to be stopped. Of several scopes, the
// innermost counts. Belongs to the thread that made it.
class StopScope {
 public:
  explicit StopScope(const std::atomic<bool>* asked);
  StopScope(const StopScope&) = delete;
  StopScope& operator=(const StopScope&) = delete;
  ~StopScope();

 private:
  const std::atomic<bool>* const outer_;
};

// For the library itself. All long work calls StopIfAsked now and then; whatever hands work on to
// other threads gives them the flag of the thread that it works for.

// Throws Interrupted if the calling thread's job is to stop.
void StopIfAsked();

// The flag of the calling thread; null if there is none.
const std::atomic<bool>* StopFlag();

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_STOPPING_H_
