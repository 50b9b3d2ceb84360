// Adds up the counts of paths.
#ifndef CIKU_ENGINE_TEMPLATES_PATH_TALLY_H_
#define CIKU_ENGINE_TEMPLATES_PATH_TALLY_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "engine/count/external_counter.h"
#include "engine/count/hash.h"
#include "engine/count/sum_map.h"
#include "engine/templates/path_weight.h"

namespace ciku {

using PathCounter = ExternalCounter<SumMap>;

// One thread's access to a counter of paths. It adds up the frequent keys in a small table, which
// fits in the cache, before it hands them on.
class PathTally {
 public:
  // The tally belongs to the calling thread. `counter` must outlive it.
  PathTally(PathWeight weight, PathCounter* counter)
      : weight_(weight), counter_(counter), map_(&counter->local()), sums_(kSums) {}

  PathWeight weight() const { return weight_; }

  // Adds the count of `paths` of a run's `total` paths to that of `key`. The counter has it after
  // Flush() at the latest; another thread may call that when this one is done. Both throw as
  // ExternalCounter::Add.
  void Add(uint64_t key, const BigCount& paths, const BigCount& total) {
    const BigCount weight = WeightOf(weight_, paths, total);
    if (!weight.is_zero()) counter_->Add(map_, weight, key);
  }
  void Add(uint64_t key, uint64_t paths, uint64_t total) {
    const uint64_t weight = WeightOf(weight_, paths, total);
    Sum& sum = sums_[HashOf(key) >> (64 - kSumBits)];
    if (sum.key != key || sum.sum > std::numeric_limits<uint64_t>::max() - weight) {
      HandOn(sum);
      sum = {key, 0};
    }
    sum.sum += weight;
  }
  void Flush() {
    for (Sum& sum : sums_) {
      HandOn(sum);
      sum = {};
    }
    FlushWaiting();
  }

 private:
  struct Sum {
    uint64_t key = 0;
    uint64_t sum = 0;
  };
  static constexpr unsigned kSumBits = 12;
  static constexpr size_t kSums = size_t{1} << kSumBits;
  static constexpr size_t kMostWaiting = 32;

  void HandOn(const Sum& sum) {
    if (sum.sum == 0) return;
    map_->Prefetch(sum.key);
    waiting_.push_back(sum);
    if (waiting_.size() == kMostWaiting) FlushWaiting();
  }
  void FlushWaiting() {
    for (const Sum& sum : waiting_) counter_->Add(map_, BigCount(sum.sum), sum.key);
    waiting_.clear();
  }

  PathWeight weight_;
  PathCounter* counter_;
  SumMap* map_;
  std::vector<Sum> sums_;     // each in the place that its key's hash says
  std::vector<Sum> waiting_;  // their entries of the map are being fetched into the cache
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_PATH_TALLY_H_
