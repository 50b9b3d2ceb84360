// Adds up what paths count.
#ifndef CIKU_ENGINE_TEMPLATES_PATH_TALLY_H_
#define CIKU_ENGINE_TEMPLATES_PATH_TALLY_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/count/external_counter.h"
#include "engine/count/sum_map.h"
#include "engine/templates/path_weight.h"

namespace ciku {

using PathCounter = ExternalCounter<SumMap>;

// A thread's way to a counter of paths.
class PathTally {
 public:
  // Of the calling thread; `counter` must outlive the tally.
  PathTally(PathWeight weight, PathCounter* counter)
      : weight_(weight), counter_(counter), map_(&counter->local()) {}

  // Adds what `paths` of the `total` paths of a run count, at the latest with Flush(). Both throw
  // as ExternalCounter::Add.
  void Add(uint64_t key, const BigCount& paths, const BigCount& total) {
    const BigCount weight = WeightOf(weight_, paths, total);
    if (!weight.is_zero()) counter_->Add(map_, weight, key);
  }
  void Add(uint64_t key, uint64_t paths, uint64_t total) {
    const uint64_t weight = WeightOf(weight_, paths, total);
    if (weight == 0) return;
    map_->Prefetch(key);
    waiting_.emplace_back(key, weight);
    if (waiting_.size() == kMostWaiting) Flush();
  }
  void Flush() {
    for (const auto& [key, weight] : waiting_) counter_->Add(map_, BigCount(weight), key);
    waiting_.clear();
  }

 private:
  static constexpr size_t kMostWaiting = 32;

  PathWeight weight_;
  PathCounter* counter_;
  SumMap* map_;
  std::vector<std::pair<uint64_t, uint64_t>> waiting_;  // keys on their way into the cache
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_PATH_TALLY_H_
