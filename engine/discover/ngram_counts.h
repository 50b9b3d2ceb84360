// Counts files of n-grams: makes them from a corpus, and reads n-grams from them.
//
// The keys are windows, one for each occurrence of a symbol (engine/count/ngram_counter.h); the
// counts of all orders are sums over windows. "about" holds "what": "n-grams", --alphabet with a
// checksum of its characters (which come from Unicode's tables and may differ between versions),
// --normalize, --lower, --rules (unless it is nlp-zero) and --order. "totals" hold records,
// bad_records, text_bytes, invalid_bytes, and the numbers of occurrences of symbols ("symbols") and
// of two neighbours within a run
// ("pairs").
#ifndef CIKU_ENGINE_DISCOVER_NGRAM_COUNTS_H_
#define CIKU_ENGINE_DISCOVER_NGRAM_COUNTS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/count/counts_file.h"
#include "engine/count/ngram_counter.h"
#include "engine/discover/memory_plan.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/checkpoints.h"
#include "io/utf8.h"

namespace ciku {

// Counts n-grams and writes them to a counts file.
class NgramCounting {
 public:
  virtual ~NgramCounting() = default;

  // Sweep 1. Returns the number of occurrences of symbols. Throws as CountNgrams.
  virtual uint64_t Count(const Corpus& corpus, const Storage& storage, bool strict,
                         SweepMeter* meter) = 0;

  // Merges the counts, which it uses up, and writes them. Returns the number of occurrences of
  // pairs.
  virtual uint64_t Write(const Storage& storage, CountsWriter* writer) = 0;

  virtual uint64_t spilled_bytes() const = 0;
};

// `symbols` must have ids in the order of code points. `symbols` and `plan` must outlive the
// result. `order` is 1 to kMaxKeyLength.
std::unique_ptr<NgramCounting> MakeNgramCounting(const Symbols& symbols, const MemoryPlan& plan,
                                                 size_t order);

// Returns the description of n-grams in a counts file.
Json AboutNgrams(const Symbols& symbols, size_t order);

// Returns how the text was folded before its n-grams or pieces were counted. Throws CorruptionError
// if the file describes no such folding.
Folding FoldingOf(const CountsFile& counts);

// Returns the rules by which units were found before n-grams or pieces were counted. Throws
// CorruptionError if the file names rules that do not exist.
Rules RulesOf(const CountsFile& counts);

// A counts file whose sections tell how often each symbol occurs in a text.
class CountedText {
 public:
  const CountsFile& file() const { return file_; }
  const TextOptions& text() const { return text_; }
  uint64_t total(const char* name) const { return CountIn(file_.totals(), name); }

  // Returns the symbols, the most frequent first. Throws InputError if the alphabet of this program
  // has other characters.
  Symbols MakeSymbols() const;

 protected:
  // Throws CorruptionError if the file does not describe a text.
  explicit CountedText(CountsFile file);

  [[noreturn]] void ThrowNoSymbol() const;

 private:
  CountsFile file_;
  TextOptions text_;
};

// An open counts file of n-grams.
class NgramCounts : public CountedText {
 public:
  // Throws as CountsFile, and InputError if the file holds something else.
  explicit NgramCounts(const std::string& path);

  size_t order() const { return file().order(); }

  // Returns how often each symbol occurs, by id.
  std::vector<uint64_t> Occurrences(const Symbols& symbols) const;

  // Calls visit(partition, n-gram, length, count) like NgramCounter::ForEach, for the n-grams up to
  // the packing's order, which must not exceed the order of the counts.
  template <typename Key, typename Visit>
  void ForEach(const Symbols& symbols, const NgramPacking<Key>& packing, size_t threads,
               const Visit& visit) const {
    const std::vector<std::vector<size_t>> partitions = SectionsOf(symbols);
    ParallelFor(threads, partitions.size(), [&](size_t p) {
      const auto in = [&](const Key& key, size_t length, uint64_t count) {
        visit(p, key, length, count);
      };
      PrefixSums<Key> sums(packing);
      for (const size_t section : partitions[p]) {
        for (CountsFile::Section entry(file(), section); !entry.at_end(); entry.Next()) {
          sums.Add(KeyOf(entry.key(), symbols, packing), entry.count(), in);
        }
      }
      sums.Finish(in);
    });
  }

 private:
  // Returns the numbers of the sections in each partition: those whose first symbol belongs to it.
  std::vector<std::vector<size_t>> SectionsOf(const Symbols& symbols) const;

  // Returns the key of a window, shortened to the order of the packing.
  template <typename Key>
  Key KeyOf(std::string_view window, const Symbols& symbols,
            const NgramPacking<Key>& packing) const {
    std::array<SymbolId, kMaxKeyLength> ids;
    size_t length = 0;
    const char* const end = window.data() + window.size();
    for (const char* at = window.data(); at < end && length < packing.order();) {
      const Decoded decoded = DecodeUtf8(at, end);
      ids[length] = symbols.ids()[decoded.scalar];
      if (ids[length++] == kSeparator) ThrowNoSymbol();
      at += decoded.size;
    }
    Key key{};
    while (length > 0) key = packing.Before(ids[--length], key);
    return key;
  }
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_NGRAM_COUNTS_H_
