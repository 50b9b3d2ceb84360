// The steps of a run in parts: what its tasks do, one step after the other.
//
// A step in parts is a sweep of Mine (engine/discover/mine.cc), of which each task does one part of
// the corpus. After it, there may be a step whose tasks add up what the parts have counted, each
// for a range of the keys. Then a single task adds up what is left to add up, and goes on until the
// next sweep begins. Every task calls Mine, which takes over what the tasks before have recorded
// and is stopped when the task's own step is done.
#ifndef CIKU_ENGINE_CLUSTER_STEPS_H_
#define CIKU_ENGINE_CLUSTER_STEPS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/discover/mine.h"

namespace ciku {

struct ClusterStep {
  std::string name;   // as in "cut-pieces"
  std::string sweep;  // the sweep that its tasks do parts of; empty for a single task
  std::string until;  // the sweep before which a single task ends; empty for the last one
  // Its tasks do not read the corpus, but add up what the parts have found, each a range of keys.
  bool adds_up = false;

  bool in_parts() const { return !sweep.empty(); }
  bool is_last() const { return !in_parts() && until.empty(); }
};

// Returns the steps of mining with these options, in their order. The last one is "finish". If
// `adding_up`, there are steps that add up what the parts have found in many tasks.
std::vector<ClusterStep> StepsOf(const MineOptions& options, bool adding_up);

}  // namespace ciku

#endif  // CIKU_ENGINE_CLUSTER_STEPS_H_
