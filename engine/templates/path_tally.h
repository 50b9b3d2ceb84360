// Adds up what paths count.
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

// A thread's way to a counter of paths. What counts often is added up on the way, in the cache.
class PathTally {
 public:
  // Of the calling thread; `counter` must outlive the tally.
  PathTally(PathWeight weight, PathCounter* counter)
      : weight_(weight), counter_(counter), map_(&counter->local()), sums_(kSums) {}

  PathWeight weight() const { return weight_; }

  // Adds what `paths` of the `total` paths of a run count, at the latest with Flush(), which may
  // be called when the thread has done. Both throw as ExternalCounter::Add.
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
  std::vector<Sum> sums_;     // each in the place of its hash
  std::vector<Sum> waiting_;  // keys on their way into the cache
};

}  // namespace ciku

#endif  // CIKU_ENGINE_TEMPLATES_PATH_TALLY_H_
