// What of the sum of counts files is wanted.
#ifndef CIKU_ENGINE_COUNT_MERGE_OPTIONS_H_
#define CIKU_ENGINE_COUNT_MERGE_OPTIONS_H_

#include <cstdint>

namespace ciku {

struct MergeOptions {
  // Makes only one bin, 1 to `bins`, of so many: a range of first characters. What is to be merged
  // takes about as many bytes in each bin, as far as possible: all that begins with one character
  // is in one bin. Bins depend on nothing but the files. Merging all bins gives what merging all
  // files at once gives. If `bins` is 0, everything is merged.
  uint64_t bin = 0;
  uint64_t bins = 0;
  // Leaves out n-grams of two symbols or more, or pieces, that occur less often. A sum without them
  // cannot be added to other counts, and does not serve for lower thresholds.
  uint64_t min_count = 1;
  // It is an error if parts of a corpus are missing.
  bool complete = false;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_MERGE_OPTIONS_H_
