// Boundary entropy in whole numbers, so that it does not depend on the order of adding.
#ifndef CIKU_ENGINE_DISCOVER_BOUNDARY_ENTROPY_H_
#define CIKU_ENGINE_DISCOVER_BOUNDARY_ENTROPY_H_

#include <array>
#include <cmath>
#include <cstdint>

namespace ciku {

__extension__ using Int128 = __int128;

// The sum of c ln c over the counts c of an n-gram's neighbours on one side, each rounded to a
// multiple of 2^-32. An n-gram with n occurrences has the entropy (n ln n - sum) / n, in nats. Each
// end of a run counts as a neighbour of its own: it adds 1 ln 1 = 0.
class NeighbourSum {
 public:
  void Add(uint64_t count) { sum_ += Term(count); }

  // The entropy of `n` occurrences, in nats.
  double Entropy(uint64_t n) const {
    return static_cast<double>(Term(n) - sum_) / kUnit / static_cast<double>(n);
  }

  // c ln c in units of 2^-32. Below 2^102 for all counts.
  static Int128 Term(uint64_t count) { return count < kFew ? Few()[count] : Compute(count); }

 private:
  static constexpr double kUnit = 4294967296.0;
  static constexpr uint64_t kFew = 1024;

  static Int128 Compute(uint64_t count) {
    const auto c = static_cast<double>(count);
    return count == 0 ? 0 : static_cast<Int128>(std::nearbyint(c * std::log(c) * kUnit));
  }

  // The terms of small counts, which are nearly all.
  static const std::array<Int128, kFew>& Few() {
    static const std::array<Int128, kFew> kTerms = [] {
      std::array<Int128, kFew> terms;
      for (uint64_t count = 0; count < kFew; ++count) terms[count] = Compute(count);
      return terms;
    }();
    return kTerms;
  }

  Int128 sum_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_BOUNDARY_ENTROPY_H_
