// What the ending of a file's name says about the file. Capital and small letters are alike.
#ifndef CIKU_IO_STREAMS_FILE_ENDING_H_
#define CIKU_IO_STREAMS_FILE_ENDING_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "io/names.h"
#include "io/streams/byte_stream.h"

namespace ciku {

// Whether the name ends like this; `ending` is in small letters.
bool HasEnding(std::string_view path, std::string_view ending);

// Returns the value of the first ending in a table that the name has, if it has one.
template <typename Value, size_t kSize>
std::optional<Value> ValueByEnding(const Named<Value> (&table)[kSize], std::string_view path) {
  for (const Named<Value>& each : table) {
    if (HasEnding(path, each.name)) return each.value;
  }
  return std::nullopt;
}

// Returns the compression of which a file with this name is: .gz, .zst, .zstd, .bz2 or .xz. Returns
// kNone for other names.
Compression CompressionByName(std::string_view path);

// Returns the path without such an ending.
std::string_view WithoutCompressionEnding(std::string_view path);

}  // namespace ciku

#endif  // CIKU_IO_STREAMS_FILE_ENDING_H_
