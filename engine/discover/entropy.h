// Boundary entropy: how free a word's neighbour on one side is.
#ifndef CIKU_ENGINE_DISCOVER_ENTROPY_H_
#define CIKU_ENGINE_DISCOVER_ENTROPY_H_

#include <cmath>
#include <cstdint>

namespace ciku {

// Of `total` occurrences, in nats: - sum over the counts c of neighbours, in ascending order and
// each once, of k (p ln p), p being c / total and k how many neighbours have that count. The order
// makes the result the same to the last bit, whoever counted what first.
class EntropySum {
 public:
  explicit EntropySum(uint64_t total) : total_(static_cast<double>(total)) {}

  // Takes the next count, which that many neighbours have.
  void Add(uint64_t count, uint64_t neighbours) {
    const double p = static_cast<double>(count) / total_;
    sum_ += static_cast<double>(neighbours) * (p * std::log(p));
  }

  double value() const { return 0 - sum_; }  // and not -0

 private:
  const double total_;
  double sum_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_ENTROPY_H_
