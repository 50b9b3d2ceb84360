// Counts the n-grams that may be seeds of four symbols or more, with their neighbours.
#ifndef CIKU_ENGINE_DISCOVER_LONG_NGRAMS_H_
#define CIKU_ENGINE_DISCOVER_LONG_NGRAMS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/count/ngram_counter.h"
#include "engine/discover/frequent_ngrams.h"
#include "engine/discover/kept_runs.h"
#include "engine/discover/stretches.h"
#include "engine/sweep/counting_pass.h"
#include "engine/text/run_decoder.h"

namespace ciku {

// Counts windows like NgramCounter, but only those that a seed or the neighbour on its left begins,
// and each only as far as a seed and its neighbour on the right reach. So an n-gram's count is
// exact if it is a seed, or a seed with one more symbol on either side. Any number of threads may
// add; all other calls must come from one thread at a time. `Short` and `Long` are types of keys.
template <typename Short, typename Long>
class LongNgramCounter {
 public:
  // `numbers` gives a symbol a smaller number than its id, so that keys are shorter; `groups` are
  // the partitions of symbols, by id. All references must outlive the counter.
  LongNgramCounter(const CounterConfig& config, const FrequentNgrams<Short>& frequent,
                   const NgramPacking<Short>& short_packing, const NgramPacking<Long>& packing,
                   const std::vector<SymbolId>& numbers, const std::vector<uint8_t>& groups)
      : frequent_(frequent),
        short_packing_(short_packing),
        packing_(packing),
        numbers_(numbers),
        groups_(groups),
        counter_(config) {}

  // Counts the windows that begin at the first `count` of these symbols. A run ends at a separator
  // and after the last symbol.
  void Add(const SymbolId* ids, size_t size, size_t count) {
    typename SortingCounter<Long>::Local& local = counter_.local();
    typename FrequentNgrams<Short>::Scan scan(frequent_);
    Short ngram{};
    Long window{};
    size_t symbols = 0;  // of the run, from here on
    size_t after = 0;    // the longest seed that may begin at the next symbol
    for (size_t i = size; i-- > 0;) {
      const SymbolId id = ids[i];
      if (id == kSeparator) {
        ngram = {};
        window = {};
        symbols = after = 0;
        scan.Clear();
        continue;
      }
      ngram = short_packing_.Before(id, ngram);
      window = packing_.Before(numbers_[id], window);
      const size_t here = ++symbols < kShortOrder ? 0 : scan.Next(ngram);
      const size_t longest = std::max(here, std::exchange(after, here));
      if (longest == 0 || i >= count) continue;
      local.Add(groups_[id], packing_.Prefix(window, longest + 1));
    }
  }

  SortingCounter<Long>& keys() { return counter_; }

 private:
  const FrequentNgrams<Short>& frequent_;
  const NgramPacking<Short> short_packing_;
  const NgramPacking<Long> packing_;
  const std::vector<SymbolId>& numbers_;
  const std::vector<uint8_t>& groups_;
  SortingCounter<Long> counter_;
};

// The counting pass (engine/sweep/counting_pass.h says what a pass consists of).
template <typename Counter>
class LongNgramPass {
 public:
  // `make` makes an empty counter; `order` is the length of the longest seeds. Keeps all runs in
  // `kept`, unless that is null; the sweep must then tell positions in the `text_bytes` of the
  // corpus (stretches.h).
  LongNgramPass(const Symbols& symbols, size_t order, bool strict, KeptRuns* kept,
                uint64_t text_bytes, std::function<std::unique_ptr<Counter>()> make)
      : symbols_(symbols),
        order_(order),
        strict_(strict),
        kept_(kept),
        text_bytes_(text_bytes),
        make_(std::move(make)) {}

  struct Local {
    LongNgramPass* pass;
    RunDecoder decoder;
    std::optional<KeptRuns::Local> kept = {};
    CurrentStretch stretch = CurrentStretch(pass->text_bytes_);

    void Consume(const Text& text) {
      if (kept) return CountAndKeep(text);
      decoder.template Decode<false>(text, [&](const SymbolBatch& batch) { return Count(batch); });
    }
    void EndPart() {
      if (kept) kept->Flush();
    }
    uint64_t TakeInvalidBytes() { return decoder.TakeInvalidBytes(); }

   private:
    // Returns how many symbols are counted. The last ones of a batch are left for the next batch,
    // because their windows may go on there.
    size_t Count(const SymbolBatch& batch) {
      const size_t count = batch.size - std::min(batch.size, batch.last ? 0 : pass->order_);
      pass->counter_->Add(batch.ids, batch.size, count);
      return count;
    }

    void CountAndKeep(const Text& text) {
      stretch.Begin(text);
      decoder.template Decode<true>(text, [&](const SymbolBatch& batch) {
        const std::span<const SymbolId> counted(batch.ids, Count(batch));
        const size_t rest = ForEachRun(counted, [&](size_t begin, size_t end) {
          kept->Add(counted.subspan(begin, end - begin));
          kept->EndRun(stretch.bit());
          stretch.Pass(text, batch.starts[end]);
        });
        kept->Add(counted.subspan(rest));
        return counted.size();
      });
    }
  };

  bool Begin(const WorkFolder* folder, const std::vector<Json>& recorded) {
    counter_ = make_();
    for (const Json& part : recorded) counter_->keys().Restore(*folder, part.at("counter"));
    return true;
  }

  Local NewLocal() {
    Local local{this, RunDecoder(symbols_, strict_)};
    if (kept_ != nullptr) local.kept.emplace(kept_);
    return local;
  }

  Json Save(WorkFolder* folder) { return {{"counter", counter_->keys().Save(*folder)}}; }

  std::unique_ptr<Counter> TakeCounter() { return std::move(counter_); }

 private:
  const Symbols& symbols_;
  const size_t order_;
  const bool strict_;
  KeptRuns* const kept_;
  const uint64_t text_bytes_;
  const std::function<std::unique_ptr<Counter>()> make_;
  std::unique_ptr<Counter> counter_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_LONG_NGRAMS_H_
