#include "engine/text/run_split_rule.h"

#include <algorithm>
#include <string>

#include "engine/text/normalizer.h"
#include "engine/text/utf8.h"

namespace ciku {
namespace {

// The search for a cut begins with this many bytes at the end of the text.
constexpr size_t kWindow = 4096;

bool IsContinuation(char c) { return (c & 0xC0) == 0x80; }

// The end of the last character that is complete and does not depend on the text that follows. (A
// carriage return does: it may be part of a line end.)
size_t EndOfCharacters(std::string_view text) {
  size_t end = text.size();
  // An incomplete character at the end has at most three bytes.
  for (size_t back = 1; back <= std::min<size_t>(3, text.size()); ++back) {
    const size_t lead = text.size() - back;
    if (IsContinuation(text[lead])) continue;
    if (DecodeUtf8(text.data() + lead, text.data() + text.size()).scalar == kInvalid) end = lead;
    break;
  }
  if (end > 0 && text[end - 1] == '\r') --end;
  return end;
}

// The start of the last character or invalid byte before `end`, which must not be 0.
size_t LastStart(std::string_view text, size_t end) {
  for (size_t back = 1; back <= std::min<size_t>(4, end); ++back) {
    const size_t lead = end - back;
    if (IsContinuation(text[lead])) continue;
    if (DecodeUtf8(text.data() + lead, text.data() + end).size == back) return lead;
    break;
  }
  return end - 1;
}

}  // namespace

bool RunSplitRule::SegmentBegins(std::string_view text, size_t at) const {
  // A byte that is not a continuation byte starts a character or is invalid by itself, whatever
  // came before it. Nothing comes before the first byte.
  if (at == 0) return true;
  if (IsContinuation(text[at])) return false;
  const Normalizer* const normalizer = symbols_.normalizer();
  if (normalizer == nullptr) return true;
  return normalizer->BeginsSegment(DecodeUtf8(text.data() + at, text.data() + text.size()).scalar);
}

size_t RunSplitRule::EndOfSegments(std::string_view text) const {
  size_t end = EndOfCharacters(text);
  if (symbols_.normalizer() == nullptr) return end;
  // The text that follows may change the last character and the characters before it, back to the
  // beginning of their segment.
  text = text.substr(0, end);
  while (end > 0) {
    end = LastStart(text, end);
    const Decoded first = DecodeUtf8(text.data() + end, text.data() + text.size());
    if (symbols_.normalizer()->BeginsSegment(first.scalar)) break;
  }
  return end;
}

RunSplitRule::Tail RunSplitRule::Read(std::string_view text, size_t from, size_t end) const {
  const Normalizer* const normalizer = symbols_.normalizer();
  text = text.substr(0, end);
  while (from < end && !SegmentBegins(text, from)) ++from;
  Tail tail;
  std::string buffer;
  for (size_t at = from, next; at < end; at = next) {
    const char* character = text.data() + at;
    const char* segment_end = text.data() + end;
    if (normalizer == nullptr) {
      next = at + DecodeUtf8(character, segment_end).size;
      segment_end = text.data() + next;
    } else {
      next = normalizer->SegmentEnd(text, at);
      const std::string_view folded = normalizer->Apply(text.substr(at, next - at), &buffer);
      character = folded.data();
      segment_end = folded.data() + folded.size();
    }
    for (size_t start = at; character < segment_end; start = kInside) {
      const Decoded decoded = DecodeUtf8(character, segment_end);
      character += decoded.size;
      const SymbolId id = decoded.scalar == kInvalid ? kSeparator : symbols_.ids()[decoded.scalar];
      if (id == kSeparator) {
        tail.separated = true;
        tail.ids.clear();
        tail.starts.clear();
        if (character == segment_end) tail.cut = next;
      } else {
        tail.ids.push_back(id);
        tail.starts.push_back(start);
      }
    }
  }
  return tail;
}

std::optional<size_t> RunSplitRule::LastCut(const Tail& tail) const {
  if (!options_.last_weak_joint) return tail.cut;
  for (std::span<const SymbolId> run(tail.ids); !run.empty();) {
    const std::optional<size_t> joint = options_.last_weak_joint(run);
    if (!joint) break;
    if (tail.starts[*joint] != kInside) return tail.starts[*joint];
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
    const auto begins = [&](size_t i) { return i == size || tail.starts[i] != kInside; };
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
  const size_t end = EndOfSegments(pending);
  // The last symbols of the searched text have no neighbours yet.
  size_t sure = searched;
  for (size_t until = end, window = kWindow;;) {
    const size_t from = until > searched + window ? until - window : searched;
    const Tail tail = Read(pending, from, until);
    // A cut at 0 is useless: it would hand on nothing.
    const std::optional<size_t> cut = LastCut(tail);
    if (cut && *cut > 0) return {*cut, *cut, false};
    const auto start_from = [&](size_t i) {
      while (i < tail.starts.size() && tail.starts[i] == kInside) ++i;
      return i < tail.starts.size() ? tail.starts[i] : until;
    };
    const auto start_before = [&](size_t count) {
      size_t i = tail.starts.size() - std::min(count, tail.starts.size());
      while (i > 0 && tail.starts[i] == kInside) --i;
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

}  // namespace ciku
