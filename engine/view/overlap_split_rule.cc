#include "engine/view/overlap_split_rule.h"

namespace ciku {

SplitPoint OverlapSplitRule::Find(std::string_view pending, size_t /*searched*/) const {
  if (pending.size() < most_undivided()) return {};
  // A carriage return may belong to a line end.
  const size_t end = pending.size() - (pending.back() == '\r' ? 1 : 0);
  return {.end = end, .keep = end - 2 * reach_, .joined = true};
}

// Both stretches look for the middle in the same bytes.
OverlapSplitRule::Part OverlapSplitRule::OwnPart(const Text& text) const {
  const size_t size = text.bytes.size();
  const auto from = [&](size_t middle) { return segments_.Begin(text.bytes, middle, size); };
  return {text.joined_to_previous ? from(reach_) : 0,
          text.joined_to_next ? from(size - reach_) : size};
}

}  // namespace ciku
