// Counts what templates that begin alike have at most.
#ifndef CIKU_ENGINE_TEMPLATES_STEP_COUNTER_H_
#define CIKU_ENGINE_TEMPLATES_STEP_COUNTER_H_

#include <cstdint>
#include <span>

#include "engine/templates/linked_run.h"
#include "engine/templates/path_sums.h"
#include "engine/templates/path_tally.h"
#include "engine/templates/run_steps.h"

namespace ciku {

// Not safe for use by two threads at once.
template <typename Number>
class StepCounter {
 public:
  // For each step from a prefix of templates, which in this run ends at the nodes `from`: counts
  // under PrefixTrie::KeyOf(prefix, step) what any template has at most, in this run, that goes on
  // by it. Throws as PathTally::Add.
  void Count(const LinkedRun& run, const PathSums<Number>& sums, uint32_t prefix,
             std::span<const Arrival<Number>> from, PathTally* tally) {
    steps_.Take(run, from, &arrivals_);
    RunSteps<Number>::ForEachStep(arrivals_, [&](std::span<const Arrival<Number>> arrivals) {
      Number most = 0;
      for (const auto& arrival : arrivals) most += arrival.paths * sums.most(arrival.node);
      tally->Add(PrefixTrie::KeyOf(prefix, arrivals.front().step), most, sums.total());
    });
  }

 private:
  RunSteps<Number> steps_;
  typename RunSteps<Number>::Arrivals arrivals_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_STEP_COUNTER_H_
