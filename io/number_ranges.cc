#include "io/number_ranges.h"

#include <fmt/core.h>

namespace ciku {

std::string NumberRanges(const std::vector<uint64_t>& numbers, size_t most) {
  std::string ranges;
  size_t count = 0;
  for (size_t begin = 0, end; begin < numbers.size(); begin = end) {
    for (end = begin + 1; end < numbers.size() && numbers[end] == numbers[end - 1] + 1;) ++end;
    if (!ranges.empty()) ranges += ',';
    if (count++ == most) return ranges + "...";
    ranges += end - begin == 1 ? fmt::format("{}", numbers[begin])
                               : fmt::format("{}-{}", numbers[begin], numbers[end - 1]);
  }
  return ranges;
}

}  // namespace ciku
