// Counts files as text.
#ifndef CIKU_ENGINE_COUNT_DUMP_COUNTS_H_
#define CIKU_ENGINE_COUNT_DUMP_COUNTS_H_

#include <cstdint>
#include <functional>
#include <string_view>

#include "engine/count/counts_file.h"

namespace ciku {

// Calls visit(key, count) for what a counts file holds, in ascending order: of n-grams those of one
// symbol first, then those of two, and so on, which takes a pass over the file for each order; of
// pieces all of them. Throws CorruptionError.
void DumpCounts(const CountsFile& counts,
                const std::function<void(std::string_view, uint64_t)>& visit);

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_DUMP_COUNTS_H_
