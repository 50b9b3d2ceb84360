#include "engine/text/run_seam.h"

#include <algorithm>

#include "engine/text/utf8.h"

namespace ciku {
namespace {

bool IsContinuation(char c) { return (c & 0xC0) == 0x80; }

// Where the last character starts that is complete and whose meaning does not depend on what
// follows (a carriage return's does), and where it ends.
struct LastCharacter {
  size_t start = 0;
  size_t end = 0;
};

LastCharacter FindLastCharacter(std::string_view text) {
  size_t end = text.size();
  // At most three bytes at the end can be the beginning of a character.
  for (size_t back = 1; back <= std::min<size_t>(3, text.size()); ++back) {
    const size_t lead = text.size() - back;
    if (IsContinuation(text[lead])) continue;
    if (DecodeUtf8(text.data() + lead, text.data() + text.size()).scalar == kInvalid) end = lead;
    break;
  }
  if (end > 0 && text[end - 1] == '\r') --end;
  size_t start = end;
  while (start > 0 && IsContinuation(text[--start])) {
  }
  return {start, end};
}

}  // namespace

std::optional<size_t> RunSeam::LastCut(std::string_view text, size_t from, size_t end) const {
  // A byte that is no continuation starts a character (or is invalid by itself) whatever came
  // before it. Nothing comes before the first.
  while (from > 0 && from < end && IsContinuation(text[from])) ++from;
  std::optional<size_t> cut;
  SymbolId previous = kSeparator;
  bool after_return = false;  // at the end of a text a carriage return would end a line
  for (size_t at = from; at < end;) {
    const Decoded decoded = DecodeUtf8(text.data() + at, text.data() + end);
    const SymbolId id = decoded.scalar == kInvalid ? kSeparator : symbols_.ids()[decoded.scalar];
    if (id == kSeparator) {
      cut = at + decoded.size;
    } else if (holds_ && previous != kSeparator && !after_return && !holds_(previous, id)) {
      cut = at;
    }
    after_return = decoded.scalar == U'\r';
    previous = id;
    at += decoded.size;
  }
  return cut;
}

Seam RunSeam::Find(std::string_view pending, size_t searched) const {
  const LastCharacter last = FindLastCharacter(pending);
  // The last character of what was searched had no neighbour yet.
  constexpr size_t kLongestCharacter = 4;
  const size_t begin = searched > kLongestCharacter ? searched - kLongestCharacter : 0;
  for (size_t window = 4096;; window *= 4) {
    const size_t from = last.end > begin + window ? last.end - window : begin;
    // The first byte is part of what was handed on before, or nothing is to be gained there.
    const std::optional<size_t> cut = LastCut(pending, from, last.end);
    if (cut && *cut > 0) return {*cut, *cut, false};
    if (from == begin) break;
  }
  if (pending.size() < patience_ || last.start == 0) return {.searched = last.end};
  return {last.end, last.start, true};
}

}  // namespace ciku
