// Adding up counts files.
#ifndef CIKU_ENGINE_COUNT_MERGE_COUNTS_H_
#define CIKU_ENGINE_COUNT_MERGE_COUNTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/count/counts_file.h"
#include "engine/count/spilled_runs.h"

namespace ciku {

// Writes the sum of these counts files to `output`, out of core: what counting all their inputs
// together would have written, byte for byte. Returns the file. Throws InputError, with a line that
// says why, where files do not belong together or hold the counts of the same input twice,
// CorruptionError where one is damaged, and UsageError where config.memory has no room for two.
File MergeCounts(const std::vector<std::string>& paths, const CounterConfig& config, File output);

// Divides sections into groups of consecutive ones, at most `most` and about equally large: the
// numbers of the sections that each group begins with, and of all sections in the end.
std::vector<size_t> DivideSections(const std::vector<CountsSection>& sections, size_t most);

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_MERGE_COUNTS_H_
