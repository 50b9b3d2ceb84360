// Sweep 1 of the n-gram method: counts the n-grams of a corpus.
#ifndef CIKU_ENGINE_DISCOVER_COUNT_NGRAMS_H_
#define CIKU_ENGINE_DISCOVER_COUNT_NGRAMS_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/count/ngram_counter.h"
#include "engine/sweep/counting_pass.h"
#include "engine/text/run_decoder.h"
#include "engine/text/run_split_rule.h"

namespace ciku {

// The counting pass (engine/sweep/counting_pass.h says what a pass consists of).
template <typename Key>
class NgramCountingPass {
 public:
  NgramCountingPass(const CounterConfig& config, const Symbols& symbols, size_t order, bool strict)
      : config_(config), symbols_(symbols), order_(order), strict_(strict) {}

  struct Local {
    NgramCountingPass* pass;
    RunDecoder decoder;

    void Consume(const Text& text) {
      uint64_t counted = 0;
      decoder.template Decode<false>(text, [&](const SymbolBatch& batch) {
        // The last symbols are kept for the next batch, because their n-grams may continue there.
        const size_t again = batch.last && !text.joined_to_next ? 0 : pass->order_ - 1;
        const size_t count = batch.size - std::min(batch.size, again);
        counted += pass->counter_->Add(batch.ids, batch.size, count);
        return count;
      });
      pass->symbols_counted_ += counted;
    }
    void EndPart() {}
    uint64_t TakeInvalidBytes() { return decoder.TakeInvalidBytes(); }
  };

  bool Begin(const WorkFolder* folder, const std::vector<Json>& recorded) {
    for (const Json& part : recorded) {
      if (folder->has_totals()) symbols_counted_ += CountIn(part, "symbols");
    }
    if (!recorded.empty() && !recorded.front().contains("counter")) return false;
    counter_ = std::make_unique<NgramCounter<Key>>(config_, symbols_, order_);
    for (const Json& part : recorded) counter_->Restore(*folder, part.at("counter"));
    return true;
  }

  Local NewLocal() { return {this, RunDecoder(symbols_, strict_)}; }

  Json Save(WorkFolder* folder) {
    return {{"symbols", symbols_counted_.load()}, {"counter", counter_->Save(*folder)}};
  }

  // Returns null if an earlier run has used the counts up.
  std::unique_ptr<NgramCounter<Key>> TakeCounter() { return std::move(counter_); }
  // The number of occurrences of symbols.
  uint64_t symbols() const { return symbols_counted_; }

 private:
  const CounterConfig config_;
  const Symbols& symbols_;
  const size_t order_;
  const bool strict_;
  std::unique_ptr<NgramCounter<Key>> counter_;
  std::atomic<uint64_t> symbols_counted_ = 0;
};

// Counts the n-grams of all orders up to `order`. Returns the number of occurrences of symbols.
// *counter becomes null if an earlier run has used the counts up. Throws as BlockReader and the
// counters do and, if `strict`, InputError at invalid UTF-8.
template <typename Key>
uint64_t CountNgrams(const char* name, const Corpus& corpus, const Symbols& symbols, size_t order,
                     const SweepConfig& sweep, size_t memory, const Storage& storage, bool strict,
                     SweepMeter* meter, std::unique_ptr<NgramCounter<Key>>* counter) {
  NgramCountingPass<Key> pass({memory, sweep.threads, storage.spills()}, symbols, order, strict);
  RunCountingPass(name, corpus, sweep, *MakeRunSplitRule(symbols, {.common = order - 1}), storage,
                  meter, &pass);
  *counter = pass.TakeCounter();
  return pass.symbols();
}

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_COUNT_NGRAMS_H_
