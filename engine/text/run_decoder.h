// Decodes UTF-8 to runs of symbols.
#ifndef CIKU_ENGINE_TEXT_RUN_DECODER_H_
#define CIKU_ENGINE_TEXT_RUN_DECODER_H_

#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "engine/text/symbols.h"
#include "engine/text/utf8.h"
#include "io/block.h"

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

// Decodes texts batch by batch. Not safe for use by two threads at once.
class RunDecoder {
 public:
  // `symbols` must outlive the decoder. A strict decoder throws InputError at invalid UTF-8.
  RunDecoder(const Symbols& symbols, bool strict) : symbols_(symbols), strict_(strict) {}

  // Calls consume(batch) until the text is used up. consume returns how many symbols of the batch
  // it is done with; the others are repeated at the beginning of the next batch. If kWithStarts is
  // false, batches have no starts.
  template <bool kWithStarts, typename Consume>
  void Decode(const Text& text, Consume&& consume);

  // The number of bytes so far that are not part of a valid encoding of a Unicode scalar value.
  uint64_t invalid_bytes() const { return invalid_bytes_; }
  // The same since the last call.
  uint64_t TakeInvalidBytes() { return std::exchange(invalid_bytes_, 0); }

 private:
  // Text is decoded in steps of this many bytes: 8 KiB are at most 32 KiB of ids.
  static constexpr size_t kStep = 8192;

  // The value that the first three bytes of a word encode, and whether such a value needs three
  // bytes and is not a surrogate.
  static uint32_t ScalarOfThree(uint32_t word) {
    return (word & 0x0F) << 12 | (word >> 2 & 0x0FC0) | (word >> 16 & 0x3F);
  }
  static bool IsOfThree(uint32_t scalar) { return scalar >= 0x800 && (scalar >> 11) != 0x1B; }

  // Decodes characters from `at` on. Returns the start of the next character, which is the first or
  // the second one that starts at `stop` or later.
  template <bool kWithStarts>
  const char* DecodeStep(const Text& text, const char* at, const char* stop);

  // Decodes a character that the fast paths do not handle; the `scalar` of the result is its id.
  // Counts invalid bytes.
  Decoded DecodeRare(const Text& text, const char* at);

  bool EndsLine(const Text& text, const char* carriage_return) const;

  const Symbols& symbols_;
  const bool strict_;
  uint64_t invalid_bytes_ = 0;
  std::vector<SymbolId> ids_;
  std::vector<uint32_t> starts_;
  size_t filled_ = 0;  // elements of ids_ and starts_ in use
};

template <bool kWithStarts>
const char* RunDecoder::DecodeStep(const Text& text, const char* at, const char* stop) {
  const SymbolId* const table = symbols_.ids();
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
      // Two characters of three bytes, 1110xxxx 10xxxxxx 10xxxxxx: nearly all of Chinese. Decoding
      // both at once saves a tenth of the time of a sweep.
      if ((words & 0x0000C0C0F0C0C0F0) == 0x00008080E08080E0) {
        const uint32_t first = ScalarOfThree(static_cast<uint32_t>(words));
        const uint32_t second = ScalarOfThree(static_cast<uint32_t>(words >> 24));
        if (IsOfThree(first) && IsOfThree(second)) {
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
      if ((word & 0x00C0C0F0) == 0x008080E0) {
        const uint32_t scalar = ScalarOfThree(word);
        if (IsOfThree(scalar)) {
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
  filled_ = 0;
  for (bool last = false; !last;) {
    if (ids_.size() < filled_ + kStep + 2) {
      ids_.resize(filled_ + kStep + 2);
      if constexpr (kWithStarts) starts_.resize(ids_.size());
    }
    const bool final_step = static_cast<size_t>(end - at) <= kStep;
    at = DecodeStep<kWithStarts>(text, at, final_step ? end : at + kStep);
    last = final_step;
    if constexpr (kWithStarts) starts_[filled_] = static_cast<uint32_t>(at - text.bytes.data());
    if (last && !text.joined_to_next) {
      ids_[filled_++] = kSeparator;
      if constexpr (kWithStarts) starts_[filled_] = starts_[filled_ - 1];
    }
    const size_t used = consume(SymbolBatch{ids_.data(), starts_.data(), filled_, last});
    if (used == 0) continue;
    const size_t kept = filled_ - used;
    std::memmove(ids_.data(), ids_.data() + used, kept * sizeof(SymbolId));
    if constexpr (kWithStarts) {
      std::memmove(starts_.data(), starts_.data() + used, kept * sizeof(uint32_t));
    }
    filled_ = kept;
  }
}

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_RUN_DECODER_H_
