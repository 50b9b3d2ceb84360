// Sweep 1 of n-grams: from the corpus to a counter.
#ifndef CIKU_ENGINE_DISCOVER_COUNT_NGRAMS_H_
#define CIKU_ENGINE_DISCOVER_COUNT_NGRAMS_H_

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/count/ngram_counter.h"
#include "engine/sweep/sweep.h"
#include "engine/text/run_decoder.h"
#include "engine/text/run_split_rule.h"

namespace ciku {

// What sweep 1 found.
template <typename Key>
struct CountedNgrams {
  std::unique_ptr<NgramCounter<Key>> counter;  // null where an earlier run used the counts up
  uint64_t symbols = 0;                        // occurrences
};

// Counts the n-grams of all orders up to `order`. What is found is kept in `storage` under the
// pass's name. Throws as BlockReader and the counters do; a strict count also at invalid UTF-8.
template <typename Key>
CountedNgrams<Key> CountNgrams(const char* pass, const Corpus& corpus, const Symbols& symbols,
                               size_t order, const SweepConfig& sweep, size_t memory,
                               const Storage& storage, bool strict, SweepMeter* meter) {
  Checkpoints checkpoints(storage, pass, meter);
  const Json saved = checkpoints.Result("counter");
  const bool begun = !checkpoints.results().is_null();
  std::atomic<uint64_t> counted = begun ? CountIn(checkpoints.results(), "symbols") : 0;
  if (checkpoints.done() && saved.is_null()) return {nullptr, counted};
  const CounterConfig config{memory, sweep.threads, storage.spills};
  auto counter = std::make_unique<NgramCounter<Key>>(config, symbols, order);
  if (!saved.is_null()) counter->Restore(*storage.work, saved);
  tbb::enumerable_thread_specific<RunDecoder> decoders([&] { return RunDecoder(symbols, strict); });
  const uint64_t invalid_before = meter->invalid_bytes;

  const auto consume = [&](const Text& text) {
    decoders.local().template Decode<false>(text, [&](const SymbolBatch& batch) {
      // The others come again: their n-grams go on in what follows.
      const size_t others = batch.last && !text.joined_to_next ? 0 : order - 1;
      const size_t count = batch.size - std::min(batch.size, others);
      counted += counter->Add(batch.ids, batch.size, count);
      return count;
    });
  };
  const auto set_totals = [&] {
    meter->invalid_bytes = invalid_before;
    for (const RunDecoder& decoder : decoders) meter->invalid_bytes += decoder.invalid_bytes();
  };
  Sweep(corpus, sweep, RunSplitRule(symbols, {.common = order - 1}), &checkpoints, consume, [&] {
    set_totals();
    return Json{{"symbols", counted.load()}, {"counter", counter->Save(*storage.work)}};
  });
  set_totals();
  return {std::move(counter), counted};
}

}  // namespace ciku

#endif  // CIKU_ENGINE_DISCOVER_COUNT_NGRAMS_H_
