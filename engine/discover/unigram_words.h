// The words of the unigram method while they are being found.
#ifndef CIKU_ENGINE_DISCOVER_UNIGRAM_WORDS_H_
#define CIKU_ENGINE_DISCOVER_UNIGRAM_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <vector>

#include "engine/lexicon/trie.h"
#include "engine/text/symbols.h"
#include "io/output/work_folder.h"

namespace ciku {

// Words of symbols, in ascending order of the symbols' ids, each with a count in tenths. Threads
// may share it as long as none of them changes it.
class UnigramWords {
 public:
  // The least count of a word that is never dropped, in tenths.
  static constexpr uint64_t kLeastTenths = 1;

  // Makes room for so many words of so many symbols in all.
  void Reserve(size_t words, size_t symbols);

  // Adds a word, which must come after all others. A word that stays is never dropped.
  void Add(std::span<const SymbolId> symbols, uint64_t tenths, bool stays);

  size_t size() const { return ends_.size(); }
  // The bytes that the words take.
  size_t bytes() const {
    return codes_.capacity() * sizeof(SymbolId) + ends_.capacity() * 2 * sizeof(uint64_t) +
           stays_.capacity();
  }
  CodedWords coded() const { return {codes_, ends_}; }
  std::span<const SymbolId> At(size_t word) const {
    return std::span(codes_).subspan(coded().Begin(static_cast<uint32_t>(word)), Length(word));
  }
  size_t Length(size_t word) const { return coded().Length(static_cast<uint32_t>(word)); }
  uint64_t tenths(size_t word) const { return tenths_[word]; }
  // How often the word occurs: whole times.
  uint64_t count(size_t word) const { return tenths_[word] / 10; }
  bool stays(size_t word) const { return stays_[word] != 0; }

  // The number of the word of these symbols; nothing if there is none. O(log words).
  std::optional<size_t> Find(std::span<const SymbolId> symbols) const;

  // Sets the count of a word to `count` or, if that is 0 and the word stays, to the least count.
  void SetCount(size_t word, uint64_t count) {
    tenths_[word] = count == 0 && stays(word) ? kLeastTenths : 10 * count;
  }

  // Removes the words for which keeps[word] is 0.
  void Keep(const std::vector<uint8_t>& keeps);

  // The sum of all counts, in tenths.
  uint64_t TotalTenths() const;

  // ln n - ln T, for the word's count n and the sum T of all counts: the logarithm of the word's
  // probability. `log_total` is LogTotal().
  double LogProbability(size_t word, double log_total) const;
  double LogTotal() const;

  // Writes the words to a block file in a work folder and returns what a manifest has to hold for
  // Restore; and the reverse. Throw IoError, CorruptionError.
  Json Save(WorkFolder* folder) const;
  static UnigramWords Restore(const WorkFolder& folder, const Json& saved);

 private:
  std::vector<SymbolId> codes_;
  std::vector<uint64_t> ends_;
  std::vector<uint64_t> tenths_;
  std::vector<uint8_t> stays_;
};

// Removes the values of the words for which keeps[word] is 0; there may be no values at all.
template <typename Value>
void KeepValues(const std::vector<uint8_t>& keeps, std::vector<Value>* values) {
  size_t kept = 0;
  for (size_t word = 0; word < values->size(); ++word) {
    if (keeps[word] != 0) (*values)[kept++] = (*values)[word];
  }
  values->resize(kept);
}

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_UNIGRAM_WORDS_H_
