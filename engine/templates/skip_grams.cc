#include "engine/templates/skip_grams.h"

#include <mutex>
#include <string_view>
#include <vector>

#include "engine/discover/word_finder.h"
#include "engine/templates/run_record.h"
#include "io/error.h"

namespace ciku {

uint64_t LeastSkipGram(const RunTotals& totals, const TemplateOptions& options) {
  if (totals.skip_grams == 0) return 1;
  return LeastWordCount(totals.skip_grams, options.min_proba);
}

std::unique_ptr<SkipGramCounter> CountSkipGrams(const RunStream& runs, const PairReach& reach,
                                                const PairSieve& sieve,
                                                const CounterConfig& config) {
  auto counter = std::make_unique<SkipGramCounter>(config);
  tbb::enumerable_thread_specific<std::vector<WordId>> locals;
  runs.ForEachBlock(config.threads, [&](std::string_view block) {
    std::vector<WordId>& words = locals.local();
    IntegerMap* const map = &counter->local();
    for (const char *at = block.data(), *end = at + block.size(); at < end;) {
      ReadWords(&at, end, &words);
      reach.ForEach(words, [&](size_t first, size_t second) {
        const uint64_t key = PairKey(words[first], words[second]);
        if (sieve.Passes(key)) counter->Add(map, 1, key);
      });
    }
  });
  return counter;
}

StrongPairs WeighSkipGrams(SkipGramCounter* counter, const Vocabulary& vocabulary,
                           const RunTotals& totals, const TemplateOptions& options, size_t memory) {
  const PairTotals all{.symbols = totals.tokens, .pairs = totals.skip_grams};
  const WordFinderOptions thresholds{options.min_proba, options.min_pmi};
  // While they are collected, old and new side by side, and then looked up.
  const size_t most = memory / (6 * sizeof(uint64_t));
  std::vector<uint64_t> links;
  std::mutex mutex;
  counter->ForEach([&](size_t, uint64_t key, uint64_t count) {
    const uint64_t firsts = vocabulary.count(FirstOf(key));
    const uint64_t seconds = vocabulary.count(SecondOf(key));
    if (!IsStrong(count, firsts, seconds, all, thresholds)) return;
    const std::lock_guard lock(mutex);
    if (links.size() == most) {
      throw UsageError(
          "the links between words do not fit the memory budget; raise --memory, --min-proba or "
          "--min-pmi");
    }
    links.push_back(key);
  });
  return StrongPairs(links);
}

}  // namespace ciku
