// Sums over the neighbours on one side of a word: boundary entropy and accessor variety.
#ifndef CIKU_ENGINE_DISCOVER_NEIGHBOUR_SUMS_H_
#define CIKU_ENGINE_DISCOVER_NEIGHBOUR_SUMS_H_

#include <cmath>
#include <cstdint>

namespace ciku {

// Takes the counts of the neighbours on one side of a word with `total` occurrences. The boundary
// of a run counts as another neighbour.
class NeighbourSums {
 public:
  explicit NeighbourSums(uint64_t total) : total_(static_cast<double>(total)) {}

  // Adds `neighbours` neighbours that occur `count` times each. Counts must come in ascending
  // order, each once: this order makes the entropy the same to the last bit, whichever thread
  // counted what.
  void Add(uint64_t count, uint64_t neighbours) {
    const double p = static_cast<double>(count) / total_;
    sum_ += static_cast<double>(neighbours) * (p * std::log(p));
    variety_ += neighbours;
  }

  // Minus the sum of p ln p over the neighbours, in nats; p is a neighbour's share of the total.
  double entropy() const { return 0 - sum_; }  // never -0

  // The number of different neighbours (Feng et al. 2004, "Accessor variety criteria for Chinese
  // word extraction").
  uint64_t variety() const { return variety_; }

 private:
  double total_;
  double sum_ = 0;
  uint64_t variety_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_NEIGHBOUR_SUMS_H_
