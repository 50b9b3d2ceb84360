#include "engine/lexicon/stretch_split_rule.h"

#include "engine/lexicon/best_path.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// Bytes at the end of the pending text that may be part of an incomplete character or line end.
constexpr size_t kUnsettled = 4;

}  // namespace

size_t StretchSplitRule::MostUndivided() { return 4 * kLongestStretch + 2 * kUnsettled; }

SplitPoint StretchSplitRule::Find(std::string_view pending, size_t /*searched*/) const {
  if (pending.size() <= kUnsettled) return {};
  const char* const begin = pending.data();
  const char* const settled = begin + (pending.size() - kUnsettled);
  const char* const end = begin + pending.size();
  size_t split = 0;
  size_t symbols = 0;  // since the split
  for (const char* at = begin; at < settled;) {
    const Decoded decoded = DecodeUtf8(at, end);
    at += decoded.size;
    ++symbols;
    if (!SeparatesTokens(decoded.scalar) && symbols < kLongestStretch) continue;
    split = static_cast<size_t>(at - begin);
    symbols = 0;
  }
  return {split, split, false};
}

}  // namespace ciku
