#include "engine/discover/pair_method.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <nlohmann/json.hpp>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "engine/count/kept_keys.h"
#include "engine/count/pair_counter.h"
#include "engine/discover/joints_file.h"
#include "engine/discover/ngram_counts.h"
#include "engine/discover/pair_joints.h"
#include "engine/sweep/counting_pass.h"
#include "engine/text/run_decoder.h"
#include "engine/text/run_split_rule.h"
#include "io/error.h"

namespace ciku {
namespace {

PairTotals TotalsOf(const PairCounter::Occurrences& occurrences) {
  const std::vector<uint64_t>& of = occurrences.of;
  const uint64_t symbols = std::accumulate(of.begin(), of.end(), uint64_t{0});
  return {.symbols = symbols, .pairs = symbols - occurrences.ends};
}

// Sweep 1: counts pairs of neighbours.
class PairCounting {
 public:
  PairCounting(const CounterConfig& config, const Symbols& symbols, SymbolId dense_size,
               bool strict)
      : config_(config), symbols_(symbols), dense_size_(dense_size), strict_(strict) {}

  struct Local {
    PairCounter::Local* pairs;
    RunDecoder decoder;

    void Consume(const Text& text) {
      decoder.Decode<false>(text, [&](const SymbolBatch& batch) {
        pairs->AddNeighbours(batch.ids, batch.size);
        return batch.size - 1;  // the last symbol is the first of a pair in the next batch
      });
    }
    void EndPart() {}
    uint64_t TakeInvalidBytes() { return decoder.TakeInvalidBytes(); }
  };

  bool Begin(const WorkFolder* folder, const std::vector<Json>& recorded) {
    SymbolId dense_size = dense_size_;
    for (const Json& part : recorded) {
      if (folder->has_totals()) symbols_counted_ += CountIn(part, "symbols");
      if (!part.contains("counter")) continue;
      dense_size = PairCounter::DenseSizeFor(dense_size, part.at("counter"));
    }
    if (!recorded.empty() && !recorded.front().contains("counter")) return false;
    counter_ = std::make_unique<PairCounter>(config_, symbols_.size(), dense_size);
    for (const Json& part : recorded) counter_->Restore(*folder, part.at("counter"));
    return true;
  }

  Local NewLocal() { return {&counter_->local(), RunDecoder(symbols_, strict_)}; }

  Json Save(WorkFolder* folder) {
    // When parts are added up, the counters are not in memory.
    if (!folder->adds_up()) symbols_counted_ = TotalsOf(counter_->CountOccurrences()).symbols;
    return {{"symbols", symbols_counted_}, {"counter", counter_->Save(folder)}};
  }

  // Returns null if an earlier run has weighed the counts; that run recorded symbols().
  std::unique_ptr<PairCounter> TakeCounter() { return std::move(counter_); }
  uint64_t symbols() const { return symbols_counted_; }

 private:
  const CounterConfig config_;
  const Symbols& symbols_;
  const SymbolId dense_size_;
  const bool strict_;
  std::unique_ptr<PairCounter> counter_;
  uint64_t symbols_counted_ = 0;
};

class PairMethod : public Method {
 public:
  PairMethod(const Symbols& symbols, const MemoryPlan& plan, PairCriterion criterion)
      : symbols_(symbols), plan_(plan), criterion_(std::move(criterion)) {}

  const MethodTerms& terms() const override { return kPairTerms; }
  uint64_t Count(const Corpus& corpus, const Storage& storage, bool strict,
                 SweepMeter* meter) override;
  Weighed Weigh(const Storage& storage) override;
  Weighed WeighCounts(const NgramCounts& counts, const Storage& storage) override;
  Weighed TakeJoints(const JointsFile& file) override;

 private:
  // The collected keys and the set made of them exist at the same time.
  size_t MostStrong() const { return plan_.strong / (8 + 32); }
  [[noreturn]] void ThrowTooManyStrong() const;

  template <typename ForEach>
  std::vector<uint64_t> CollectStrong(const std::vector<uint64_t>& of, const ForEach& for_each,
                                      uint64_t* distinct) const;
  std::vector<uint64_t> Restore(const WorkFolder& folder, const Json& saved,
                                Weighed* weighed) const;

  const Symbols& symbols_;
  const MemoryPlan& plan_;
  const PairCriterion criterion_;
  std::unique_ptr<PairCounter> counter_;  // null if an earlier run has weighed
  PairCounter::Occurrences occurrences_;
  PairTotals all_;
};

uint64_t PairMethod::Count(const Corpus& corpus, const Storage& storage, bool strict,
                           SweepMeter* meter) {
  const CounterConfig config{plan_.pairs, plan_.sweep.threads, storage.spills()};
  PairCounting counting(config, symbols_, plan_.dense_size, strict);
  RunCountingPass(kPairTerms.count_pass, corpus, plan_.sweep, *MakeRunSplitRule(symbols_, {}),
                  storage, meter, &counting);
  counter_ = counting.TakeCounter();
  if (counter_ == nullptr) return counting.symbols();
  occurrences_ = counter_->CountOccurrences();
  all_ = TotalsOf(occurrences_);
  return all_.symbols;
}

void PairMethod::ThrowTooManyStrong() const {
  throw UsageError(
      fmt::format("more than {} strong pairs do not fit the memory budget; raise --memory or {}",
                  MostStrong(), criterion_.threshold));
}

// Collects the keys of strong pairs. for_each(visit) calls visit(partition, key, count) for all
// pairs, different partitions in parallel.
template <typename ForEach>
std::vector<uint64_t> PairMethod::CollectStrong(const std::vector<uint64_t>& of,
                                                const ForEach& for_each, uint64_t* distinct) const {
  struct alignas(64) Part {
    uint64_t distinct = 0;
    std::vector<uint64_t> strong;
  };
  std::array<Part, std::max(PairCounter::kParts, kSortedPartitions)> parts;
  std::atomic<size_t> collected = 0;

  for_each([&](size_t p, uint64_t key, uint64_t count) {
    if (SecondOf(key) == kSeparator) return;
    ++parts[p].distinct;
    if (!criterion_.is_strong(count, of[FirstOf(key)], of[SecondOf(key)], all_)) return;
    if (++collected > MostStrong()) ThrowTooManyStrong();
    parts[p].strong.push_back(key);
  });

  std::vector<uint64_t> strong;
  strong.reserve(collected);
  for (Part& part : parts) {
    strong.insert(strong.end(), part.strong.begin(), part.strong.end());
    part.strong = {};
    *distinct += part.distinct;
  }
  return strong;
}

// Records the strong pairs. The counts of pairs are no longer needed.
void Record(std::vector<uint64_t>* strong, const Weighed& weighed, WorkFolder* folder) {
  const Json state = {{"strong", KeepKeys(strong, folder)},
                      {"symbols", weighed.symbols},
                      {"distinct_pairs", weighed.distinct},
                      {"spilled_bytes", weighed.spilled_bytes}};
  RecordInPlaceOf(folder, kPairTerms.weigh_pass, state, kPairTerms.count_pass, {"counter"});
}

std::vector<uint64_t> PairMethod::Restore(const WorkFolder& folder, const Json& saved,
                                          Weighed* weighed) const {
  std::vector<uint64_t> strong;
  ForEachKeptKey<uint64_t>(folder, saved.at("strong"), [&](uint64_t key) {
    if (strong.size() == MostStrong()) ThrowTooManyStrong();
    strong.push_back(key);
  });
  weighed->symbols = CountIn(saved, "symbols");
  weighed->distinct = CountIn(saved, "distinct_pairs");
  weighed->spilled_bytes = CountIn(saved, "spilled_bytes");
  return strong;
}

Weighed PairMethod::Weigh(const Storage& storage) {
  Weighed weighed;
  std::vector<uint64_t> strong;
  if (counter_ == nullptr) {
    strong = Restore(*storage.work(), storage.work()->Find(kPairTerms.weigh_pass), &weighed);
  } else {
    strong = CollectStrong(
        occurrences_.of, [&](const auto& visit) { counter_->ForEach(visit); }, &weighed.distinct);
    weighed.symbols = all_.symbols;
    weighed.spilled_bytes = counter_->spilled_bytes();
    counter_.reset();
    if (storage.work() != nullptr) Record(&strong, weighed, storage.work());
  }
  weighed.strong = strong.size();
  weighed.joints = std::make_unique<PairJoints>(StrongPairs(strong));
  return weighed;
}

Weighed PairMethod::WeighCounts(const NgramCounts& counts, const Storage& /*storage*/) {
  if (counts.order() < 2) {
    throw UsageError(Printable(counts.file().path()) + ": holds no pairs, but only order 1");
  }
  const NgramPacking<uint64_t> packing(symbols_.size(), 2);
  Weighed weighed;
  weighed.symbols = counts.total("symbols");
  all_ = {weighed.symbols, counts.total("pairs")};
  counts.file().CheckHolds(criterion_.least_count(all_), criterion_.threshold);
  const auto for_each = [&](const auto& visit) {
    counts.ForEach(symbols_, packing, plan_.sweep.threads,
                   [&](size_t p, uint64_t key, size_t length, uint64_t count) {
                     if (length != 2) return;
                     visit(p, PairKey(packing.At(key, 0), packing.At(key, 1)), count);
                   });
  };
  const std::vector<uint64_t> strong =
      CollectStrong(counts.Occurrences(symbols_), for_each, &weighed.distinct);
  weighed.strong = strong.size();
  weighed.joints = std::make_unique<PairJoints>(StrongPairs(strong));
  return weighed;
}

Weighed PairMethod::TakeJoints(const JointsFile& file) {
  std::vector<uint64_t> strong;
  file.ForEachNgram(symbols_, 2, [&](std::span<const SymbolId> pair) {
    if (strong.size() == MostStrong()) ThrowTooManyStrong();
    strong.push_back(PairKey(pair[0], pair[1]));
  });
  Weighed weighed = file.weighed();
  weighed.joints = std::make_unique<PairJoints>(StrongPairs(strong));
  return weighed;
}

}  // namespace

std::unique_ptr<Method> MakePairMethod(const Symbols& symbols, const MemoryPlan& plan,
                                       PairCriterion criterion) {
  return std::make_unique<PairMethod>(symbols, plan, std::move(criterion));
}

}  // namespace ciku
