#include "engine/templates/skip_grams.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "engine/count/kept_keys.h"
#include "engine/discover/word_finder.h"
#include "engine/sweep/per_thread.h"
#include "engine/templates/encoded_block.h"
#include "io/error.h"

namespace ciku {
namespace {

// The name of this pass in a work folder.
constexpr const char* kWeighSkipGrams = "weigh skip-grams";

// Calls visit(local, key) for the pairs in reach of all runs, which are in encoded blocks. `local`
// is the result of make_local(), which is called once for each block, on the thread that visits it.
template <typename MakeLocal, typename Visit>
void ForEachPair(const RunStream& runs, const Vocabulary& vocabulary, const PairReach& reach,
                 size_t threads, const MakeLocal& make_local, const Visit& visit) {
  PerThread<EncodedBlockReader> readers([&] { return EncodedBlockReader(vocabulary); });
  runs.ForEachBlock(threads, [&](std::string_view block) {
    auto* const local = make_local();
    readers.local().ForEachRun(block, [&](std::span<const WordId> run) {
      reach.ForEach(run, [&](size_t first, size_t second) {
        visit(local, PairKey(run[first], run[second]));
      });
    });
  });
}

}  // namespace

uint64_t LeastSkipGram(const RunTotals& totals, const TemplateOptions& options) {
  if (totals.skip_grams == 0) return 1;
  return LeastWordCount(totals.skip_grams, options.min_proba);
}

void SieveSkipGrams(const RunStream& runs, const Vocabulary& vocabulary, const PairReach& reach,
                    size_t threads, PairSieve* sieve) {
  ForEachPair(
      runs, vocabulary, reach, threads, [&] { return &sieve->local(); },
      [](PairSieve::Local* local, uint64_t key) { local->Add(key); });
}

std::unique_ptr<SkipGramCounter> CountSkipGrams(const RunStream& runs, const Vocabulary& vocabulary,
                                                const PairReach& reach, const PairSieve& sieve,
                                                const CounterConfig& config) {
  auto counter = std::make_unique<SkipGramCounter>(config);
  ForEachPair(
      runs, vocabulary, reach, config.threads, [&] { return &counter->local(); },
      [&](IntegerMap* map, uint64_t key) {
        if (sieve.Passes(key)) counter->Add(map, 1, key);
      });
  return counter;
}

WordLinks WeighSkipGrams(SkipGramCounter* counter, const Vocabulary& vocabulary,
                         const RunTotals& totals, const TemplateOptions& options, size_t memory,
                         const Storage& storage) {
  const PairTotals all{.symbols = totals.tokens, .pairs = totals.skip_grams};
  const WordFinderOptions thresholds{options.min_proba, options.min_pmi};
  // A growing vector briefly takes its old and its new memory; later the links also take memory in
  // a form that can be looked up.
  const size_t overhead = WordLinks::Overhead(vocabulary.size());
  const size_t most = (memory - std::min(memory, overhead)) / (6 * sizeof(uint64_t));
  std::vector<uint64_t> links;
  std::mutex mutex;
  counter->ForEach([&](size_t, uint64_t key, uint64_t count) {
    const uint64_t firsts = vocabulary.count(FirstOf(key));
    const uint64_t seconds = vocabulary.count(SecondOf(key));
    if (!IsStrong(count, firsts, seconds, all, thresholds)) return;
    const std::lock_guard lock(mutex);
    if (links.size() >= most) {
      throw UsageError(
          "the links between words do not fit the memory budget; raise --memory, --min-proba or "
          "--min-pmi");
    }
    links.push_back(key);
  });
  if (storage.work() != nullptr) {
    storage.work()->Record({{kWeighSkipGrams, {{"links", KeepKeys(&links, storage.work())}}}});
  }
  return {links, options.window};
}

std::optional<WordLinks> RecordedLinks(const TemplateOptions& options, const Storage& storage) {
  if (storage.work() == nullptr) return std::nullopt;
  const Json& saved = storage.work()->Find(kWeighSkipGrams);
  if (saved.is_null()) return std::nullopt;
  std::vector<uint64_t> links;
  ForEachKeptKey<uint64_t>(*storage.work(), saved.at("links"),
                           [&](uint64_t key) { links.push_back(key); });
  return WordLinks(links, options.window);
}

}  // namespace ciku
