#include "engine/text/run_split_rule.h"

#include <algorithm>

#include "engine/text/unit_split_rule.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// The search for a cut begins with this many bytes at the end of the text.
constexpr size_t kWindow = 4096;

}  // namespace

RunSplitRule::Tail RunSplitRule::Read(std::string_view text, size_t from, size_t end) const {
  Tail tail;
  const auto add = [&](char32_t scalar, size_t start, size_t next) {
    const SymbolId id = scalar == kInvalid ? kSeparator : symbols_.ids()[scalar];
    if (id == kSeparator) {
      tail.separated = true;
      tail.ids.clear();
      tail.starts.clear();
      if (next != Segments::kInside) tail.cut = next;
    } else {
      tail.ids.push_back(id);
      tail.starts.push_back(start);
    }
    return true;
  };
  segments_.ForEach(text, segments_.Begin(text, from, end), end, add);
  return tail;
}

std::optional<size_t> RunSplitRule::LastCut(const Tail& tail) const {
  if (!options_.last_weak_joint) return tail.cut;
  for (std::span<const SymbolId> run(tail.ids); !run.empty();) {
    const std::optional<size_t> joint = options_.last_weak_joint(run);
    if (!joint) break;
    if (tail.starts[*joint] != Segments::kInside) return tail.starts[*joint];
    run = run.first(*joint);
  }
  return tail.cut;
}

size_t RunSplitRule::Held(const Tail& tail) const {
  std::optional<size_t> joint;
  if (options_.last_weak_joint && !tail.ids.empty()) joint = options_.last_weak_joint(tail.ids);
  return tail.ids.size() - joint.value_or(0);
}

std::optional<SplitPoint> RunSplitRule::Join(std::string_view text, size_t end) const {
  for (size_t window = kWindow;; window *= 4) {
    const size_t from = end > window ? end - window : 0;
    const Tail tail = Read(text, from, end);
    const size_t size = tail.ids.size();
    const size_t held = Held(tail);
    const auto begins = [&](size_t i) { return i == size || tail.starts[i] != Segments::kInside; };
    const size_t least = std::max(size - held + options_.patience, options_.common);
    for (size_t i = size; i >= least; --i) {
      const size_t first = i - options_.common;
      if (!begins(i) || !begins(first) || first == size || tail.starts[first] == 0) continue;
      return SplitPoint{i == size ? end : tail.starts[i], tail.starts[first], true};
    }
    // A larger window is of no use if it adds no symbols that could be split off, or if too many
    // symbols have offered no split already.
    const bool all = from == 0 || tail.separated || held < size;
    if (all || size > options_.patience + kWindow) return std::nullopt;
  }
}

SplitPoint RunSplitRule::Find(std::string_view pending, size_t searched) const {
  const size_t end = segments_.EndOfComplete(pending);
  // The last symbols of the searched text have no neighbours yet.
  size_t sure = searched;
  for (size_t until = end, window = kWindow;;) {
    const size_t from = until > searched + window ? until - window : searched;
    const Tail tail = Read(pending, from, until);
    // A cut at 0 is useless: it would hand on nothing.
    const std::optional<size_t> cut = LastCut(tail);
    if (cut && *cut > 0) return {*cut, *cut, false};
    const auto start_from = [&](size_t i) {
      while (i < tail.starts.size() && tail.starts[i] == Segments::kInside) ++i;
      return i < tail.starts.size() ? tail.starts[i] : until;
    };
    const auto start_before = [&](size_t count) {
      size_t i = tail.starts.size() - std::min(count, tail.starts.size());
      while (i > 0 && tail.starts[i] == Segments::kInside) --i;
      return i > 0 ? tail.starts[i] : from;
    };
    if (until == end) sure = start_before(options_.reach);
    if (from == searched) break;
    // Joints near the beginning of a window need neighbours on either side, so windows overlap.
    const size_t overlap = start_from(2 * options_.reach);
    window = overlap < until ? kWindow : 4 * window;
    until = overlap;
  }
  if (pending.size() >= options_.patience) {
    if (const std::optional<SplitPoint> split = Join(pending, end)) return *split;
  }
  return {.searched = sure};
}

std::unique_ptr<SplitRule> MakeRunSplitRule(const Symbols& symbols, RunSplitRule::Options options) {
  if (symbols.units() == nullptr) {
    return std::make_unique<RunSplitRule>(symbols, std::move(options));
  }
  return std::make_unique<UnitSplitRule>(*symbols.units(), symbols.normalizer());
}

}  // namespace ciku
