// Lists of numbers as people and batch systems write them.
#ifndef CIKU_IO_NUMBER_RANGES_H_
#define CIKU_IO_NUMBER_RANGES_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace ciku {

// Returns "2,5-7,9" for ascending numbers; after `most` ranges, "..." for the rest.
std::string NumberRanges(const std::vector<uint64_t>& numbers,
                         size_t most = std::numeric_limits<size_t>::max());

}  // namespace ciku

#endif  // CIKU_IO_NUMBER_RANGES_H_
