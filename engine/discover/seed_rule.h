// Which n-grams are seeds of the unigram method.
#ifndef CIKU_ENGINE_DISCOVER_SEED_RULE_H_
#define CIKU_ENGINE_DISCOVER_SEED_RULE_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "engine/discover/boundary_entropy.h"

namespace ciku {

// An n-gram of two symbols or more is a seed if it occurs often enough and if its boundary entropy
// is large enough on both sides. Immutable.
class SeedRule {
 public:
  // `entropies` holds the least entropy in nats for 2, 3, ... symbols.
  SeedRule(uint64_t least_count, std::vector<double> entropies)
      : least_count_(least_count), entropies_(std::move(entropies)) {}

  // The length of the longest seeds.
  size_t order() const { return entropies_.size() + 1; }

  // Whether an n-gram of this length and count may be a seed, as far as one side is concerned.
  bool Accepts(size_t length, uint64_t count, const NeighbourSum& side) const {
    return length <= order() && count >= least_count_ &&
           side.Entropy(count) >= entropies_[length - 2];
  }

  // The least count with which an n-gram of `length` symbols or more, up to order(), may be a seed:
  // an entropy of e nats takes e^e different neighbours.
  uint64_t LeastCount(size_t length) const {
    const double least = *std::min_element(entropies_.begin() + static_cast<ptrdiff_t>(length - 2),
                                           entropies_.end());
    constexpr double kMost = 43;  // the logarithm of the largest counts
    if (least > kMost) return std::numeric_limits<uint64_t>::max();
    // The exponential may be rounded up, so the search begins a little below it.
    auto count = static_cast<uint64_t>(std::exp(std::max(least, 0.0)) * (1 - 1e-9));
    count = std::max({count, least_count_, uint64_t{1}});
    while (NeighbourSum().Entropy(count) < least) ++count;
    return count;
  }

 private:
  const uint64_t least_count_;
  const std::vector<double> entropies_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_SEED_RULE_H_
