#include "io/text.h"

#include <fmt/core.h>

#include <algorithm>

#include "io/error.h"

namespace ciku {

std::string Origin::Describe(uint64_t ahead) const {
  const uint64_t at = offset + ahead;
  switch (kind) {
    case Kind::kFrame:
      return fmt::format("{}: byte {} of the text from the zstd frame at offset {} on",
                         Printable(*path), at, frame);
    case Kind::kMember:
      if (frame == 0) return fmt::format("{}: byte {} of its unpacked text", Printable(*path), at);
      return fmt::format("{}: byte {} of the text from the member at offset {} on",
                         Printable(*path), at, frame);
    case Kind::kStream:
      return fmt::format("{}: byte {} of its unpacked text", Printable(*path), at);
    case Kind::kFile:
      break;
  }
  return fmt::format("{}: offset {}", Printable(*path), at);
}

std::string RecordPlaces::Describe(std::string_view text, size_t at) const {
  const auto line_ends = std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(at), '\n');
  const auto end = std::lower_bound(ends.begin(), ends.end(), line_ends);
  const auto record = static_cast<size_t>(end - ends.begin());
  return (record < in_lead ? lead : body).Describe(offsets.at(record));
}

}  // namespace ciku
