#include "engine/text/run_seam.h"

#include <algorithm>
#include <vector>

#include "engine/text/utf8.h"

namespace ciku {
namespace {

bool IsContinuation(char c) { return (c & 0xC0) == 0x80; }

// Where the last character ends that is complete and whose meaning does not depend on what follows
// (a carriage return's does).
size_t EndOfCharacters(std::string_view text) {
  size_t end = text.size();
  // At most three bytes at the end can be the beginning of a character.
  for (size_t back = 1; back <= std::min<size_t>(3, text.size()); ++back) {
    const size_t lead = text.size() - back;
    if (IsContinuation(text[lead])) continue;
    if (DecodeUtf8(text.data() + lead, text.data() + text.size()).scalar == kInvalid) end = lead;
    break;
  }
  if (end > 0 && text[end - 1] == '\r') --end;
  return end;
}

// Where the last `count` characters before `end` start; 0 where there are no more than these.
size_t StartOfLast(size_t count, std::string_view text, size_t end) {
  size_t start = end;
  for (; count > 0 && start > 0; --count) {
    while (start > 0 && IsContinuation(text[--start])) {
    }
  }
  return start;
}

}  // namespace

std::optional<size_t> RunSeam::LastCut(std::string_view text, size_t from, size_t end) const {
  // A byte that is no continuation starts a character (or is invalid by itself) whatever came
  // before it. Nothing comes before the first.
  while (from > 0 && from < end && IsContinuation(text[from])) ++from;
  std::optional<size_t> cut;
  std::vector<SymbolId> run;  // since then
  std::vector<size_t> starts;
  for (size_t at = from; at < end;) {
    const Decoded decoded = DecodeUtf8(text.data() + at, text.data() + end);
    const SymbolId id = decoded.scalar == kInvalid ? kSeparator : symbols_.ids()[decoded.scalar];
    if (id == kSeparator) {
      cut = at + decoded.size;
      run.clear();
      starts.clear();
    } else {
      run.push_back(id);
      starts.push_back(at);
    }
    at += decoded.size;
  }
  if (!options_.last_weak_joint) return cut;
  for (std::span<const SymbolId> left(run); !left.empty();) {
    const std::optional<size_t> joint = options_.last_weak_joint(left);
    if (!joint) return cut;
    // At the end of a text a carriage return would end a line.
    if (text[starts[*joint] - 1] != '\r') return starts[*joint];
    left = left.first(*joint);
  }
  return cut;
}

Seam RunSeam::Find(std::string_view pending, size_t searched) const {
  const size_t end = EndOfCharacters(pending);
  // The last characters of what was searched had no neighbours yet.
  const size_t unsure = 4 * options_.reach;
  const size_t begin = searched > unsure ? searched - unsure : 0;
  for (size_t window = 4096;; window *= 4) {
    const size_t from = end > begin + window ? end - window : begin;
    // The first byte is part of what was handed on before, or nothing is to be gained there.
    const std::optional<size_t> cut = LastCut(pending, from, end);
    if (cut && *cut > 0) return {*cut, *cut, false};
    if (from == begin) break;
  }
  const size_t keep = StartOfLast(options_.common, pending, end);
  if (pending.size() < options_.patience || keep == 0) return {.searched = end};
  return {end, keep, true};
}

}  // namespace ciku
