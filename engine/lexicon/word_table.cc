#include "engine/lexicon/word_table.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>

#include "io/error.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// The bytes that a vector needs to grow by `more` elements; 0 if it has room. The old and the new
// array exist at the same time for a moment.
template <typename T>
size_t BytesToGrow(const std::vector<T>& vector, size_t more) {
  if (vector.size() + more <= vector.capacity()) return 0;
  return 2 * (vector.size() + more) * sizeof(T);
}

}  // namespace

void WordTable::Add(std::string_view word, uint64_t count) {
  const size_t growth = BytesToGrow(codes_, word.size()) + BytesToGrow(ends_, 1);
  if (growth != 0 && bytes() + growth > memory_) {
    throw UsageError(
        fmt::format("more than {} words do not fit the memory budget, and statistics and sorting "
                    "need them all; raise --memory or --min-count",
                    size()));
  }
  ForEachSymbol(
      word, [&](char32_t symbol, std::string_view) { codes_.push_back(symbols_.ids()[symbol]); });
  longest_ = std::max(longest_, codes_.size() - (ends_.empty() ? 0 : ends_.back()));
  ends_.push_back(codes_.size());
  counts_.push_back(count);
  checksum_ = XXH3_64bits_withSeed(word.data(), word.size(), checksum_);
}

void WordTable::Encode() {
  std::vector<uint64_t> occurrences(symbols_.size());
  for (const SymbolId id : codes_) ++occurrences[id];
  symbol_of_ = {kSeparator};
  for (SymbolId id = 1; id < symbols_.size(); ++id) {
    if (occurrences[id] > 0) symbol_of_.push_back(id);
  }
  std::stable_sort(symbol_of_.begin() + 1, symbol_of_.end(),
                   [&](SymbolId a, SymbolId b) { return occurrences[a] > occurrences[b]; });
  code_of_.resize(symbols_.size());
  for (uint32_t code = 1; code < symbol_of_.size(); ++code) code_of_[symbol_of_[code]] = code;
  for (uint32_t& code : codes_) code = code_of_[code];
}

void WordTable::AppendUtf8(uint32_t word, std::string* out) const {
  const CodedWords words = coded();
  for (size_t i = 0; i < words.Length(word); ++i) {
    symbols_.AppendUtf8(SymbolOf(words.At(word, i)), out);
  }
}

bool WordTable::InOrder(uint32_t a, uint32_t b) const {
  const CodedWords words = coded();
  const size_t lengths[] = {words.Length(a), words.Length(b)};
  for (size_t i = 0; i < std::min(lengths[0], lengths[1]); ++i) {
    const uint32_t codes[] = {words.At(a, i), words.At(b, i)};
    if (codes[0] == codes[1]) continue;
    return symbols_.scalar(SymbolOf(codes[0])) < symbols_.scalar(SymbolOf(codes[1]));
  }
  return lengths[0] < lengths[1];
}

size_t WordTable::bytes() const {
  return codes_.capacity() * sizeof(uint32_t) + ends_.capacity() * 2 * sizeof(uint64_t) +
         (code_of_.capacity() + symbol_of_.capacity()) * sizeof(uint32_t);
}

}  // namespace ciku
