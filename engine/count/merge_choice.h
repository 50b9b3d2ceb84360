// Which sorted files to merge when there are too many.
#ifndef CIKU_ENGINE_COUNT_MERGE_CHOICE_H_
#define CIKU_ENGINE_COUNT_MERGE_CHOICE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace ciku {

// Returns how many of these files, given by their sizes in ascending order, should be merged into
// one to have fewer of them: two at least, and `most` at most. These are the smallest two and all
// after them that are no larger than what is merged with them. So a byte is rewritten about as
// often as its file doubles: among n files of equal size, log2(n) times, unless fewer than log2(n)
// files may be kept. `sizes` has two elements or more; `most` is two or more.
inline size_t CountToMerge(std::span<const uint64_t> sizes, size_t most) {
  uint64_t sum = sizes[0] + sizes[1];
  size_t count = 2;
  while (count < std::min(most, sizes.size()) && sizes[count] <= sum) sum += sizes[count++];
  return count;
}

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_MERGE_CHOICE_H_
