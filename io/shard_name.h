// The names of shards.
#ifndef CIKU_IO_SHARD_NAME_H_
#define CIKU_IO_SHARD_NAME_H_

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "io/ascii.h"

namespace ciku {

// Returns the name of a shard: shard-00000.txt.zst. `format` is what stands before .zst.
inline std::string ShardName(uint64_t number, std::string_view format) {
  return fmt::format("shard-{:05}.{}.zst", number, format);
}

// Whether a file is named like a shard.
inline bool IsShardName(std::string_view name) {
  constexpr std::string_view kBefore = "shard-";
  constexpr size_t kDigits = 5;
  if (!name.starts_with(kBefore) || !name.ends_with(".zst")) return false;
  name.remove_prefix(kBefore.size());
  const size_t digits = std::min(name.find('.'), name.size());
  return digits >= kDigits && std::all_of(name.begin(), name.begin() + digits, IsAsciiDigit);
}

}  // namespace ciku

#endif  // CIKU_IO_SHARD_NAME_H_
