// The pairs of symbols that hold together.
#ifndef CIKU_ENGINE_DISCOVER_STRONG_PAIRS_H_
#define CIKU_ENGINE_DISCOVER_STRONG_PAIRS_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/count/hash.h"
#include "engine/count/pair_counter.h"
#include "engine/text/symbols.h"

namespace ciku {

// One bit for each pair of the most frequent symbols, and a hash set for the other pairs. The bits
// cover 95 of 100 strong pairs; those in use stay in the second-level cache. Immutable; safe to
// share between threads.
class StrongPairs {
 public:
  // Takes keys made by PairKey, each once.
  explicit StrongPairs(const std::vector<uint64_t>& keys);

  // True if (a, b) is strong, which a pair with a separator never is. O(1).
  bool Holds(SymbolId a, SymbolId b) const {
    if ((a | b) < kSquare) [[likely]] {
      return (square_[a * (kSquare / 64) + b / 64] >> (b % 64) & 1) != 0;
    }
    return others_.empty() ? false : HoldsInOthers(PairKey(a, b));
  }

  // Calls visit(a, b) for all strong pairs.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (size_t word = 0; word < square_.size(); ++word) {
      const auto first = static_cast<SymbolId>(word / (kSquare / 64));
      const auto second = static_cast<SymbolId>(word % (kSquare / 64) * 64);
      for (uint64_t bits = square_[word]; bits != 0; bits &= bits - 1) {
        visit(first, second + static_cast<SymbolId>(std::countr_zero(bits)));
      }
    }
    for (const uint64_t key : others_) {
      if (key != 0) visit(FirstOf(key), SecondOf(key));
    }
  }

  size_t size() const { return size_; }

 private:
  static constexpr SymbolId kSquare = 4096;

  bool HoldsInOthers(uint64_t key) const {
    for (size_t i = Place(key); others_[i] != 0; i = (i + 1) & (others_.size() - 1)) {
      if (others_[i] == key) return true;
    }
    return false;
  }

  size_t Place(uint64_t key) const { return static_cast<size_t>(HashOf(key) >> shift_); }

  size_t size_;
  std::vector<uint64_t> square_;
  std::vector<uint64_t> others_;  // open addressing, at most half full; 0 is empty
  unsigned shift_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_STRONG_PAIRS_H_
