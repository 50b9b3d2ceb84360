#include "engine/sweep/folding.h"

#include <algorithm>

namespace ciku {

SplitPoint NextPortion(std::string_view text, const Origin& origin, const SplitRule& rule,
                       size_t most) {
  const auto up_to = [](size_t end) { return SplitPoint{end, end, false}; };
  if (text.size() <= kFoldedAtOnce) return up_to(text.size());
  const size_t lines = text.substr(0, kFoldedAtOnce).rfind('\n') + 1;
  if (lines > 0) return up_to(lines);
  // The line goes on beyond the portion.
  size_t searched = 0;
  for (size_t size = kFoldedAtOnce;; size = std::min(2 * size, text.size())) {
    const std::string_view pending = text.substr(0, size);
    const size_t line = pending.find('\n') + 1;
    if (line > 0) return up_to(line);
    if (size == text.size()) return up_to(size);
    const SplitPoint split = rule.Find(pending, searched);
    if (split.keep > 0) return split;
    if (size > most) ThrowNoSplit(origin, most);
    searched = split.searched;
  }
}

}  // namespace ciku
