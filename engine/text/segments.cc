#include "engine/text/segments.h"

#include <algorithm>
#include <string>

#include "io/utf8.h"

namespace ciku {
namespace {

bool IsContinuation(char c) { return (c & 0xC0) == 0x80; }

// The end of the last character that is complete and does not depend on the text that follows.
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

size_t Segments::EndOfComplete(std::string_view text) const {
  size_t end = EndOfCharacters(text);
  if (normalizer_ == nullptr) return end;
  // The text that follows may change the last character and the characters before it, back to the
  // beginning of their segment.
  text = text.substr(0, end);
  while (end > 0) {
    end = LastStart(text, end);
    const Decoded first = DecodeUtf8(text.data() + end, text.data() + text.size());
    if (normalizer_->BeginsSegment(first.scalar)) break;
  }
  return end;
}

bool Segments::BeginsAt(std::string_view text, size_t at) const {
  // A byte that is not a continuation byte starts a character or is invalid by itself, whatever
  // came before it. Nothing comes before the first byte.
  if (at == 0) return true;
  if (IsContinuation(text[at])) return false;
  if (normalizer_ == nullptr) return true;
  return normalizer_->BeginsSegment(DecodeUtf8(text.data() + at, text.data() + text.size()).scalar);
}

size_t Segments::Begin(std::string_view text, size_t from, size_t end) const {
  while (from < end && !BeginsAt(text.substr(0, end), from)) ++from;
  return from;
}

void Segments::ForEach(std::string_view text, size_t from, size_t end,
                       const std::function<bool(char32_t, size_t, size_t)>& visit) const {
  text = text.substr(0, end);
  std::string buffer;
  for (size_t at = from, next; at < end; at = next) {
    const char* character = text.data() + at;
    const char* segment_end = text.data() + end;
    if (normalizer_ == nullptr) {
      next = at + DecodeUtf8(character, segment_end).size;
      segment_end = text.data() + next;
    } else {
      next = normalizer_->SegmentEnd(text, at);
      const std::string_view folded = normalizer_->Apply(text.substr(at, next - at), &buffer);
      character = folded.data();
      segment_end = folded.data() + folded.size();
    }
    for (size_t start = at; character < segment_end; start = kInside) {
      const Decoded decoded = DecodeUtf8(character, segment_end);
      character += decoded.size;
      if (!visit(decoded.scalar, start, character == segment_end ? next : kInside)) return;
    }
  }
}

}  // namespace ciku
