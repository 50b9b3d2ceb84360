// What counts files that are to be merged have in common, and what their sum will be.
#ifndef CIKU_ENGINE_COUNT_MERGE_SUMMARY_H_
#define CIKU_ENGINE_COUNT_MERGE_SUMMARY_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/count/counts_file.h"
#include "engine/count/merge_options.h"

namespace ciku {

// Found out before anything is added up, from one file at a time.
struct MergeSummary {
  CountsDescription description;
  size_t order = 0;        // of the n-grams; 0 for pieces
  uint64_t min_count = 1;  // below which counts are missing already
  // The bytes that the sections of each first character take in all files together.
  std::map<char32_t, uint64_t> sections;
  size_t most_sections = 0;  // in one file
  size_t largest_block = kEntryBlockSize;
  // If the files are the bins of a merge: their paths, in the order of the bins.
  std::vector<std::string> bins;
};

// Reads what the files say of themselves. Throws InputError, with a message that says why, if they
// do not go together or not with these options, or if bins are missing.
MergeSummary Summarize(const std::vector<std::string>& paths, const MergeOptions& options);

// Returns the bin that the options ask for. `sections` are those of the sum, with the bytes that
// they take. If these are laid out in a row, a section belongs to the bin in which its middle lies.
CountsBin BinOf(const std::map<char32_t, uint64_t>& sections, const MergeOptions& options);

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_MERGE_SUMMARY_H_
