#include "engine/discover/unigram_words.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "io/bytes.h"
#include "io/error.h"
#include "io/files/block_file.h"

namespace ciku {
namespace {

// Words are written in blocks of about this many bytes. A word is its length, twice that and one
// more if it stays; its symbols; and its count in tenths; all as varints.
constexpr size_t kWordsBlock = size_t{32} << 10;

double Times(uint64_t tenths) { return static_cast<double>(tenths) / 10; }

[[noreturn]] void ThrowNoWords(const BlockFile& file) {
  throw CorruptionError(Printable(file.file().path()) + ": holds something other than words");
}

}  // namespace

void UnigramWords::Reserve(size_t words, size_t symbols) {
  codes_.reserve(symbols);
  ends_.reserve(words);
  tenths_.reserve(words);
  stays_.reserve(words);
}

void UnigramWords::Add(std::span<const SymbolId> symbols, uint64_t tenths, bool stays) {
  codes_.insert(codes_.end(), symbols.begin(), symbols.end());
  ends_.push_back(codes_.size());
  tenths_.push_back(tenths);
  stays_.push_back(stays ? 1 : 0);
}

std::optional<size_t> UnigramWords::Find(std::span<const SymbolId> symbols) const {
  size_t begin = 0;
  for (size_t end = size(); begin < end;) {
    const size_t middle = begin + (end - begin) / 2;
    const std::span<const SymbolId> at = At(middle);
    if (std::lexicographical_compare(at.begin(), at.end(), symbols.begin(), symbols.end())) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  if (begin == size() || !std::ranges::equal(At(begin), symbols)) return std::nullopt;
  return begin;
}

void UnigramWords::Keep(const std::vector<uint8_t>& keeps) {
  size_t kept = 0;
  uint64_t kept_codes = 0;
  uint64_t begin = 0;
  for (size_t word = 0; word < size(); ++word) {
    const uint64_t end = ends_[word];
    if (keeps[word] != 0) {
      std::copy(codes_.begin() + static_cast<ptrdiff_t>(begin),
                codes_.begin() + static_cast<ptrdiff_t>(end),
                codes_.begin() + static_cast<ptrdiff_t>(kept_codes));
      kept_codes += end - begin;
      ends_[kept] = kept_codes;
      tenths_[kept] = tenths_[word];
      stays_[kept++] = stays_[word];
    }
    begin = end;
  }
  codes_.resize(kept_codes);
  ends_.resize(kept);
  tenths_.resize(kept);
  stays_.resize(kept);
}

uint64_t UnigramWords::TotalTenths() const {
  return std::accumulate(tenths_.begin(), tenths_.end(), uint64_t{0});
}

double UnigramWords::LogTotal() const { return std::log(Times(TotalTenths())); }

double UnigramWords::LogProbability(size_t word, double log_total) const {
  return std::log(Times(tenths_[word])) - log_total;
}

Json UnigramWords::Save(WorkFolder* folder) const {
  BlockFileWriter writer(folder->Create());
  writer.BeginPartition();
  std::string block;
  for (size_t word = 0; word < size(); ++word) {
    AppendVarint(2 * Length(word) + stays_[word], &block);
    for (const SymbolId symbol : At(word)) AppendVarint(symbol, &block);
    AppendVarint(tenths_[word], &block);
    if (block.size() < kWordsBlock && word + 1 < size()) continue;
    writer.WriteBlock(block);
    block.clear();
  }
  return folder->NameOf(writer.Finish());
}

UnigramWords UnigramWords::Restore(const WorkFolder& folder, const Json& saved) {
  const BlockFile file = folder.OpenBlockFile(saved);
  if (file.partitions().size() != 1) ThrowNoWords(file);
  UnigramWords words;
  std::vector<SymbolId> symbols;
  BlockFileReader reader(file, 0);
  for (std::string_view block = reader.Next(); !block.empty(); block = reader.Next()) {
    const char* at = block.data();
    const char* const end = at + block.size();
    const auto read = [&] {
      uint64_t value = 0;
      if (!ReadVarint(&at, end, &value)) ThrowNoWords(file);
      return value;
    };
    while (at < end) {
      const uint64_t head = read();
      if (head / 2 > block.size()) ThrowNoWords(file);
      symbols.resize(head / 2);
      for (SymbolId& symbol : symbols) symbol = static_cast<SymbolId>(read());
      words.Add(symbols, read(), head % 2 != 0);
    }
  }
  return words;
}

}  // namespace ciku
