#include "engine/text/run_decoder.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/text/invalid_utf8.h"

namespace ciku {

RunDecoder::RunDecoder(const Symbols& symbols, bool strict, bool finds_latin)
    : symbols_(symbols),
      strict_(strict),
      finds_latin_(finds_latin),
      table_(symbols.units() == nullptr ? symbols.ids() : symbols.coded_ids()),
      rare_separator_(symbols.units() == nullptr
                          ? kSeparator
                          : WithUnitCode(kSeparator, symbols.units()->CodeOf(kInvalid))) {}

Decoded RunDecoder::DecodeRare(const Text& text, const char* at) {
  const char* const end = text.bytes.data() + text.bytes.size();
  const Decoded decoded = DecodeUtf8(at, end);
  if (decoded.scalar == U'\r' && EndsLine(text, at)) return {rare_separator_, 1};
  if (decoded.scalar != kInvalid) return {table_[decoded.scalar], decoded.size};
  ++invalid_bytes_;
  if (strict_) ThrowInvalid(text, at);
  return {rare_separator_, 1};
}

bool RunDecoder::EndsLine(const Text& text, const char* carriage_return) const {
  const char* const next = carriage_return + 1;
  if (next < text.bytes.data() + text.bytes.size()) return *next == '\n';
  return !text.joined_to_next && !text.line_goes_on;
}

void RunDecoder::FindUnits(const Text& text, bool with_starts, bool last) {
  const UnitRules& units = *symbols_.units();
  size_t at = settled_;
  while (at < filled_) {
    if (at == division_) [[unlikely]] {
      if (BeginsSegment(text, at)) {
        Divide(at++, with_starts);
        division_ = at + kLongestRun;
      } else {
        ++division_;
      }
    }
    size_t unit = 0;
    if (units.MayBegin(ids_[at])) {
      bool settled;
      unit = units.UnitAt(ids_.data() + at, ids_.data() + filled_, &settled);
      if (!settled && !last) break;
    }
    if (unit == 0) {
      ids_[at] = NumberOf(ids_[at]);
      ++at;
    } else {
      if (finds_latin_ && UnitRules::IsLatin(ids_.data() + at, unit)) {
        latin_units_.emplace_back(starts_[at], starts_[at + unit]);
      }
      std::fill_n(ids_.begin() + static_cast<ptrdiff_t>(at), unit, kSeparator);
      at += unit;
      division_ = at + kLongestRun;
    }
  }
  settled_ = at;
}

void RunDecoder::Divide(size_t at, bool with_starts) {
  std::memmove(ids_.data() + at + 1, ids_.data() + at, (filled_ - at) * sizeof(SymbolId));
  ids_[at] = kSeparator;
  if (with_starts) {
    std::memmove(starts_.data() + at + 1, starts_.data() + at,
                 (filled_ + 1 - at) * sizeof(uint32_t));
  }
  ++filled_;
  ++inserted_;
}

bool RunDecoder::BeginsSegment(const Text& text, size_t at) const {
  const Normalizer* const normalizer = symbols_.normalizer();
  if (normalizer == nullptr) return true;
  const size_t character = consumed_ + at - inserted_;
  size_t characters = 0;
  std::string buffer;
  for (std::string_view left = text.original; characters < character && !left.empty();) {
    const size_t segment = normalizer->SegmentEnd(left, 0);
    ForEachSymbol(normalizer->Apply(left.substr(0, segment), &buffer),
                  [&](char32_t, std::string_view) { ++characters; });
    left.remove_prefix(segment);
  }
  return characters == character;
}

}  // namespace ciku
