#include "engine/text/unit_split_rule.h"

#include <algorithm>
#include <vector>

#include "io/utf8.h"

namespace ciku {
namespace {

// The search for a separator begins with this many bytes at the end of the text.
constexpr size_t kFirstWindow = 4096;

}  // namespace

std::optional<size_t> UnitSplitRule::CutAfterSeparator(std::string_view text, size_t from,
                                                       size_t end) const {
  std::optional<size_t> cut;
  segments_.ForEach(text, segments_.Begin(text, from, end), end,
                    [&](char32_t scalar, size_t /*start*/, size_t next) {
                      const bool separates = units_.IsAlwaysAlone(units_.CodeOf(scalar));
                      if (separates && next != Segments::kInside) cut = next;
                      return true;
                    });
  return cut;
}

std::optional<size_t> UnitSplitRule::CutAfterUnit(std::string_view text, size_t end) const {
  std::vector<CodedSymbol> symbols;
  std::vector<size_t> starts;
  // A run and a unit after it, both as long as possible, and what the rules look at behind them.
  const size_t most = 2 * longest_ + 16;
  segments_.ForEach(text, 0, end, [&](char32_t scalar, size_t start, size_t /*next*/) {
    symbols.push_back(WithUnitCode(0, units_.CodeOf(scalar)));
    starts.push_back(start);
    return symbols.size() < most;
  });
  std::optional<size_t> cut;
  const auto cut_at = [&](size_t at) {
    if (at == 0 || at == starts.size() || starts[at] == Segments::kInside) return false;
    cut = starts[at];
    return true;
  };
  size_t run = 0;
  for (size_t at = 0; at < symbols.size();) {
    if (at - run >= longest_ && cut_at(at)) run = at;
    bool settled = true;
    const size_t unit =
        units_.UnitAt(symbols.data() + at, symbols.data() + symbols.size(), &settled, longest_);
    if (!settled) break;
    if (unit == 0) {
      ++at;
    } else {
      if (at > run) cut_at(at);
      run = at += unit;
      cut_at(at);
    }
  }
  return cut;
}

SplitPoint UnitSplitRule::Find(std::string_view pending, size_t searched) const {
  const size_t end = segments_.EndOfComplete(pending);
  for (size_t window = kFirstWindow;; window *= 4) {
    const size_t from = end > searched + window ? end - window : searched;
    if (const auto cut = CutAfterSeparator(pending, from, end)) return {*cut, *cut, false};
    if (from == searched) break;
  }
  if (const auto cut = CutAfterUnit(pending, end)) return {*cut, *cut, false};
  return {.searched = end};
}

}  // namespace ciku
