// Decodes UTF-8 to runs of symbols. If the symbols have units, these are found and separate runs.
#ifndef CIKU_ENGINE_TEXT_RUN_DECODER_H_
#define CIKU_ENGINE_TEXT_RUN_DECODER_H_

#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "engine/text/symbols.h"
#include "io/text.h"
#include "io/utf8.h"

namespace ciku {

// Consecutive symbols of a text; separators between them have the id 0. Batches are small enough to
// stay in the first-level cache.
struct SymbolBatch {
  const SymbolId* ids;
  // The byte offset of each symbol in the text; starts[size] is the end of the batch.
  const uint32_t* starts;
  size_t size;
  // Whether the text ends with this batch. If it does and is not joined to the next, the last id is
  // a separator.
  bool last;
};

// Calls visit(begin, end) for each separator, whose index is `end`: the symbols from `begin` on are
// the run before it, which may be empty. Returns the number of symbols before the last run, which
// may go on.
template <typename Visit>
size_t ForEachRun(std::span<const SymbolId> symbols, const Visit& visit) {
  size_t begin = 0;
  for (size_t at = 0; at < symbols.size(); ++at) {
    if (symbols[at] != kSeparator) continue;
    visit(begin, at);
    begin = at + 1;
  }
  return begin;
}

// Decodes texts batch by batch. Not safe for use by two threads at once.
class RunDecoder {
 public:
  // `symbols` must outlive the decoder. A strict decoder throws InputError at invalid UTF-8. If
  // `finds_latin`, the decoder collects Latin words and numbers; batches must then have starts.
  RunDecoder(const Symbols& symbols, bool strict, bool finds_latin = false);

  // Calls consume(batch) until the text is used up. consume returns how many symbols of the batch
  // it is done with; the others are repeated at the beginning of the next batch. If kWithStarts is
  // false, batches have no starts.
  template <bool kWithStarts, typename Consume>
  void Decode(const Text& text, Consume&& consume);

  // The first byte of a unit in its text, and the byte after it.
  using Extent = std::pair<uint32_t, uint32_t>;

  // The Latin words and numbers that were found since the last call. To be called for each batch.
  std::vector<Extent> TakeLatinUnits() { return std::exchange(latin_units_, {}); }

  // The number of bytes so far that are not part of a valid encoding of a Unicode scalar value.
  uint64_t invalid_bytes() const { return invalid_bytes_; }
  // The same since the last call.
  uint64_t TakeInvalidBytes() { return std::exchange(invalid_bytes_, 0); }

 private:
  // Text is decoded in steps of this many bytes: 8 KiB are at most 32 KiB of ids.
  static constexpr size_t kStep = 8192;

  // Decodes characters from `at` on. Returns the start of the next character, which is the first or
  // the second one that starts at `stop` or later.
  template <bool kWithStarts>
  const char* DecodeStep(const Text& text, const char* at, const char* stop);

  // Decodes a character that the fast paths do not handle; the `scalar` of the result is what the
  // table has for it.
  // Counts invalid bytes.
  Decoded DecodeRare(const Text& text, const char* at);

  bool EndsLine(const Text& text, const char* carriage_return) const;

  // Units. Turns coded ids into ids, those of units into separators, from settled_ on. Stops at a
  // unit that may go on behind the batch, unless this is the last.
  void FindUnits(const Text& text, bool with_starts, bool last);

  // Inserts a separator before the symbol at `at`.
  void Divide(size_t at, bool with_starts);

  // Whether the symbol at `at` is the first of a segment of the text before folding.
  bool BeginsSegment(const Text& text, size_t at) const;

  const Symbols& symbols_;
  const bool strict_;
  const bool finds_latin_;
  const SymbolId* const table_;    // by scalar value: ids, or coded ids if there are units
  const SymbolId rare_separator_;  // what the table would have for an invalid byte
  uint64_t invalid_bytes_ = 0;
  std::vector<SymbolId> ids_;
  std::vector<uint32_t> starts_;
  size_t filled_ = 0;   // elements of ids_ and starts_ in use
  size_t settled_ = 0;  // those of them that are ready for the consumer
  // Units. Where the current run is divided, and how many symbols and inserted separators of the
  // text came before ids_.
  size_t division_ = 0;
  size_t consumed_ = 0;
  size_t inserted_ = 0;
  std::vector<Extent> latin_units_;
};

template <bool kWithStarts>
const char* RunDecoder::DecodeStep(const Text& text, const char* at, const char* stop) {
  const SymbolId* const table = table_;
  const char* const begin = text.bytes.data();
  const char* const end = begin + text.bytes.size();
  SymbolId* id = ids_.data() + filled_;
  [[maybe_unused]] uint32_t* start = kWithStarts ? starts_.data() + filled_ : nullptr;
  const auto emit = [&](SymbolId symbol, const char* position) {
    *id++ = symbol;
    if constexpr (kWithStarts) *start++ = static_cast<uint32_t>(position - begin);
  };
  while (at < stop) {
    if (end - at >= 8) {
      uint64_t words;
      std::memcpy(&words, at, sizeof(words));
      // Two characters of three bytes. Decoding both at once saves a tenth of the time of a sweep.
      if ((words & 0x0000C0C0F0C0C0F0) == 0x00008080E08080E0) {
        const char32_t first = ScalarOfThree(static_cast<uint32_t>(words));
        const char32_t second = ScalarOfThree(static_cast<uint32_t>(words >> 24));
        if (NeedsThree(first) && NeedsThree(second)) {
          emit(table[first], at);
          emit(table[second], at + 3);
          at += 6;
          continue;
        }
      }
    }
    if (end - at >= 4) {
      uint32_t word;
      std::memcpy(&word, at, sizeof(word));
      if (HasFormOfThree(word)) {
        const char32_t scalar = ScalarOfThree(word);
        if (NeedsThree(scalar)) {
          emit(table[scalar], at);
          at += 3;
          continue;
        }
      } else if ((word & 0x80) == 0 && (word & 0xFF) != '\r') {
        emit(table[word & 0x7F], at);
        ++at;
        continue;
      }
    }
    const Decoded decoded = DecodeRare(text, at);
    emit(decoded.scalar, at);
    at += decoded.size;
  }
  filled_ = static_cast<size_t>(id - ids_.data());
  return at;
}

template <bool kWithStarts, typename Consume>
void RunDecoder::Decode(const Text& text, Consume&& consume) {
  const char* at = text.bytes.data();
  const char* const end = at + text.bytes.size();
  filled_ = settled_ = consumed_ = inserted_ = 0;
  division_ = kLongestRun;
  for (bool last = false; !last;) {
    if (ids_.size() < filled_ + kStep + 3) {
      ids_.resize(filled_ + kStep + 3);
      if constexpr (kWithStarts) starts_.resize(ids_.size());
    }
    const bool final_step = static_cast<size_t>(end - at) <= kStep;
    at = DecodeStep<kWithStarts>(text, at, final_step ? end : at + kStep);
    last = final_step;
    if constexpr (kWithStarts) starts_[filled_] = static_cast<uint32_t>(at - text.bytes.data());
    if (last && !text.joined_to_next) {
      ids_[filled_++] = rare_separator_;
      if constexpr (kWithStarts) starts_[filled_] = starts_[filled_ - 1];
    }
    if (symbols_.units() == nullptr) {
      settled_ = filled_;
    } else {
      FindUnits(text, kWithStarts, last);
      if (settled_ == 0) continue;
    }
    const size_t used = consume(SymbolBatch{ids_.data(), starts_.data(), settled_, last});
    if (used == 0) continue;
    const size_t kept = filled_ - used;
    std::memmove(ids_.data(), ids_.data() + used, kept * sizeof(SymbolId));
    if constexpr (kWithStarts) {
      std::memmove(starts_.data(), starts_.data() + used, kept * sizeof(uint32_t));
    }
    filled_ = kept;
    settled_ -= used;
    division_ -= used;
    consumed_ += used;
  }
}

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_RUN_DECODER_H_
