#include "engine/discover/strong_pairs.h"

#include <algorithm>
#include <bit>

namespace ciku {

StrongPairs::StrongPairs(const std::vector<uint64_t>& keys)
    : size_(keys.size()), square_(size_t{kSquare} * kSquare / 64) {
  const auto in_square = [](uint64_t key) { return (FirstOf(key) | SecondOf(key)) < kSquare; };
  const auto inside = static_cast<size_t>(std::count_if(keys.begin(), keys.end(), in_square));
  if (inside < keys.size()) {
    others_.resize(std::bit_ceil(std::max<size_t>(2, 2 * (keys.size() - inside))));
    shift_ = static_cast<unsigned>(64 - std::countr_zero(others_.size()));
  }
  for (const uint64_t key : keys) {
    const SymbolId b = SecondOf(key);
    if (in_square(key)) {
      square_[FirstOf(key) * (kSquare / 64) + b / 64] |= uint64_t{1} << (b % 64);
    } else {
      size_t i = Place(key);
      while (others_[i] != 0) i = (i + 1) & (others_.size() - 1);
      others_[i] = key;
    }
  }
}

}  // namespace ciku
