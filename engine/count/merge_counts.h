// Adding up counts files.
#ifndef CIKU_ENGINE_COUNT_MERGE_COUNTS_H_
#define CIKU_ENGINE_COUNT_MERGE_COUNTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/count/counts_file.h"
#include "engine/count/spilled_runs.h"

namespace ciku {

// Writes the sum of these counts files to `output`, within the memory of `config`, and returns the
// file. If they are more than can be open at the same time, they are added up in rounds; then a
// byte is rewritten a few times, at most about log2(files) times. It is the same, byte for byte, as
// if all inputs had been counted together. Throws InputError, with a message that says why, if the
// files count different things or hold the same input twice or, if the sum has to be `complete`, if
// parts of a corpus are missing; CorruptionError if a file is damaged, and UsageError if two files
// do not fit config.memory.
File MergeCounts(const std::vector<std::string>& paths, bool complete, const CounterConfig& config,
                 File output);

// Divides the sections into at most `most` groups of consecutive sections with about equal counts.
// Returns the number of the first section of each group, followed by the number of all sections.
std::vector<size_t> DivideSections(const std::vector<CountsSection>& sections, size_t most);

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_MERGE_COUNTS_H_
