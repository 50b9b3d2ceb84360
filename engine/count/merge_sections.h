// Adding up the sections of counts files that are open at the same time.
#ifndef CIKU_ENGINE_COUNT_MERGE_SECTIONS_H_
#define CIKU_ENGINE_COUNT_MERGE_SECTIONS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/count/counts_file.h"
#include "engine/count/spilled_runs.h"

namespace ciku {

// What is kept of the sum.
struct KeptCounts {
  CountsBin bin = {};
  uint64_t min_count = 1;
  size_t order = 0;  // of the n-grams; 0 for pieces

  // Whether rare n-grams are left out, which takes files and memory besides.
  bool cuts_windows() const { return order > 1 && min_count > 1; }
};

// Writes the sum, section by section, on as many threads as files may be open for.
void MergeSections(const std::vector<CountsFile>& files, const KeptCounts& kept,
                   const CounterConfig& config, CountsWriter* writer);

// The bytes of memory that this takes for each section of the sum; for each thread and each of the
// files, whose blocks have up to `largest_block` bytes; and for all threads besides.
size_t MergeMemoryForEachSection();
constexpr size_t MergeMemoryForEachFile(size_t largest_block) { return 3 * largest_block; }
size_t MergeMemoryBesides(const KeptCounts& kept, size_t threads);

// How many files this has open, besides those that are added up.
size_t MergeFilesBesides(const KeptCounts& kept, size_t threads);

// Divides the sections into at most `most` groups of consecutive sections with about equal counts.
// Returns the number of the first section of each group, followed by the number of all sections.
std::vector<size_t> DivideSections(const std::vector<CountsSection>& sections, size_t most);

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_MERGE_SECTIONS_H_
