// Adding up counts files.
#ifndef CIKU_ENGINE_COUNT_MERGE_COUNTS_H_
#define CIKU_ENGINE_COUNT_MERGE_COUNTS_H_

#include <string>
#include <vector>

#include "engine/count/counts_file.h"
#include "engine/count/merge_options.h"
#include "engine/count/spilled_runs.h"

namespace ciku {

// Writes the sum of these counts files, or what of it the options ask for, to `output`, within the
// memory of `config`, and returns the file. If they are more than can be open at the same time,
// they are added up in rounds; then a byte is rewritten a few times, at most about log2(files)
// times. The whole sum is the same, byte for byte, as if all inputs had been counted together; and
// so is what is made of all bins of a merge. Throws InputError, with a message that says why, if
// the files count different things, hold the same input twice, or are not all bins of one merge;
// CorruptionError if a file is damaged; and UsageError if two files do not fit config.memory.
File MergeCounts(const std::vector<std::string>& paths, const MergeOptions& options,
                 const CounterConfig& config, File output);

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_MERGE_COUNTS_H_
