// Counts files of n-grams: making one from a corpus, and taking n-grams out of one.
//
// Their keys are windows, one for each symbol (engine/count/ngram_counter.h): the counts of all
// orders are sums over these. "about" holds "what": "n-grams", --alphabet with a checksum of its
// characters (which come from Unicode's tables, and may differ between versions), --normalize,
// --lower and --order;
// "totals" hold records, bad_records, text_bytes, invalid_bytes, symbols and pairs: the occurrences
// of symbols and of two neighbours within a run.
#ifndef CIKU_ENGINE_DISCOVER_NGRAM_COUNTS_H_
#define CIKU_ENGINE_DISCOVER_NGRAM_COUNTS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/count/counts_file.h"
#include "engine/count/ngram_counter.h"
#include "engine/discover/memory_plan.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/checkpoints.h"
#include "engine/text/utf8.h"

namespace ciku {

// Counts n-grams to be written.
class NgramCounting {
 public:
  virtual ~NgramCounting() = default;

  // Sweep 1. Returns the occurrences of symbols. Throws as CountNgrams.
  virtual uint64_t Count(const Corpus& corpus, const Storage& storage, bool strict,
                         SweepMeter* meter) = 0;

  // Merges the counts, which it uses up, and writes them. Returns the occurrences of pairs.
  virtual uint64_t Write(const Storage& storage, CountsWriter* writer) = 0;

  virtual uint64_t spilled_bytes() const = 0;
};

// `symbols`, whose ids are by code point, and `plan` must outlive it. `order` is 1 to kMaxOrder.
std::unique_ptr<NgramCounting> MakeNgramCounting(const Symbols& symbols, const MemoryPlan& plan,
                                                 size_t order);

// What counts of n-grams say of themselves.
Json AboutNgrams(const Symbols& symbols, size_t order);

// How the text was folded whose n-grams or pieces a file counts.
Folding FoldingOf(const CountsFile& counts);

// A counts file of n-grams, opened.
class NgramCounts {
 public:
  // Throws as CountsFile, and InputError where it holds something else.
  explicit NgramCounts(const std::string& path);

  const CountsFile& file() const { return file_; }
  Alphabet alphabet() const { return alphabet_; }
  size_t order() const { return file_.order(); }
  uint64_t total(const char* name) const { return CountIn(file_.totals(), name); }

  // The symbols, the most frequent first. Throws InputError where this program's alphabet has
  // other characters.
  Symbols MakeSymbols() const;

  // How often each symbol occurs, by its id.
  std::vector<uint64_t> Occurrences(const Symbols& symbols) const;

  // Calls visit(partition, n-gram, length, count) as NgramCounter::ForEach, for the n-grams up to
  // the packing's order, which is no more than that of the counts.
  template <typename Key, typename Visit>
  void ForEach(const Symbols& symbols, const NgramPacking<Key>& packing, size_t threads,
               const Visit& visit) const {
    const std::vector<std::vector<size_t>> partitions = SectionsOf(symbols);
    OnThreads(threads, [&] {
      tbb::parallel_for(size_t{0}, partitions.size(), [&](size_t p) {
        const auto in = [&](const Key& key, size_t length, uint64_t count) {
          visit(p, key, length, count);
        };
        PrefixSums<Key> sums(packing);
        for (const size_t section : partitions[p]) {
          for (CountsFile::Section entry(file_, section); !entry.at_end(); entry.Next()) {
            sums.Add(KeyOf(entry.key(), symbols, packing), entry.count(), in);
          }
        }
        sums.Finish(in);
      });
    });
  }

 private:
  // The sections of the symbols of each partition.
  std::vector<std::vector<size_t>> SectionsOf(const Symbols& symbols) const;

  // A window, or as much of it as there is room for.
  template <typename Key>
  Key KeyOf(std::string_view window, const Symbols& symbols,
            const NgramPacking<Key>& packing) const {
    std::array<SymbolId, kMaxOrder> ids;
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

  [[noreturn]] void ThrowNoSymbol() const;

  CountsFile file_;
  Alphabet alphabet_ = Alphabet::kBasic;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_NGRAM_COUNTS_H_
