// The words of a lexicon in memory.
#ifndef CIKU_ENGINE_LEXICON_WORD_TABLE_H_
#define CIKU_ENGINE_LEXICON_WORD_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lexicon/trie.h"
#include "engine/text/symbols.h"

namespace ciku {

// Words are numbered in the order in which they were added, and stored as codes: symbols are
// numbered from 1 on by their frequency in these words, so that tries of them are small. Not safe
// for use by two threads at once while words are added.
class WordTable {
 public:
  // The table may take up to `memory` bytes. `symbols` must outlive it.
  WordTable(const Symbols& symbols, size_t memory) : symbols_(symbols), memory_(memory) {}

  // Adds a word in UTF-8. Each word must be added only once. Throws UsageError if it does not fit
  // the memory.
  void Add(std::string_view word, uint64_t count);

  // Ends the adding: replaces ids of symbols by codes.
  void Encode();

  size_t size() const { return counts_.size(); }
  uint64_t count(uint32_t word) const { return counts_[word]; }
  size_t length(uint32_t word) const { return coded().Length(word); }
  size_t longest() const { return longest_; }
  CodedWords coded(bool reversed = false) const { return {codes_, ends_, reversed}; }

  // The code of each symbol by its id; 0 for symbols that are in no word.
  const std::vector<uint32_t>& codes() const { return code_of_; }
  SymbolId SymbolOf(uint32_t code) const { return symbol_of_[code]; }
  size_t distinct_symbols() const { return symbol_of_.size() - 1; }

  // Appends the word in UTF-8.
  void AppendUtf8(uint32_t word, std::string* out) const;

  // Whether word a comes before word b in the order of their code points.
  bool InOrder(uint32_t a, uint32_t b) const;

  // A checksum of the words, in their order.
  uint64_t Checksum() const { return checksum_; }

  size_t bytes() const;

 private:
  const Symbols& symbols_;
  const size_t memory_;
  std::vector<uint32_t> codes_;  // ids of symbols until Encode()
  std::vector<uint64_t> ends_;
  std::vector<uint64_t> counts_;
  size_t longest_ = 0;
  uint64_t checksum_ = 0;
  std::vector<uint32_t> code_of_;
  std::vector<SymbolId> symbol_of_;  // by code; [0] is unused
};

}  // namespace ciku

#endif  // CIKU_ENGINE_LEXICON_WORD_TABLE_H_
