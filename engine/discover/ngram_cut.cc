#include "engine/discover/ngram_cut.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "engine/count/kept_keys.h"
#include "engine/count/ngram_counter.h"
#include "engine/discover/cohesion.h"
#include "engine/discover/count_ngrams.h"
#include "engine/discover/joints_file.h"
#include "engine/discover/ngram_counts.h"
#include "engine/discover/ngram_joints.h"
#include "io/error.h"

namespace ciku {
namespace {

// The solid n-grams: those of two symbols, with keys made by PairKey, and longer ones.
template <typename Key>
struct Solid {
  std::vector<uint64_t> pairs;
  std::vector<Key> longer;
};

template <typename Key>
class NgramCut : public Method {
 public:
  NgramCut(const Symbols& symbols, const MemoryPlan& plan, const NgramOptions& options)
      : symbols_(symbols),
        plan_(plan),
        options_(options),
        packing_(symbols.size(), options.order) {}

  const MethodTerms& terms() const override { return kNgramTerms; }
  uint64_t Count(const Corpus& corpus, const Storage& storage, bool strict,
                 SweepMeter* meter) override;
  Weighed Weigh(const Storage& storage) override;
  Weighed WeighCounts(const NgramCounts& counts, const Storage& storage) override;
  Weighed TakeJoints(const JointsFile& file) override;

 private:
  // The counters of pieces leave a little more than plan_.strong for the set of solid n-grams.
  size_t MostSolid() const { return plan_.strong / 4 * 5 / NgramSet<Key>::kBytesForEach; }

  // The join uses a quarter of the memory while the counts are merged, and more afterwards.
  CounterConfig JoinConfig(const Storage& storage) const {
    return {plan_.pairs / 4, plan_.sweep.threads, storage.spills()};
  }

  [[noreturn]] void ThrowTooManySolid() const {
    throw UsageError(
        fmt::format("more than {} solid n-grams do not fit the memory budget; raise --memory, "
                    "--min-count or --thresholds",
                    MostSolid()));
  }

  Solid<Key> KeepSolid(CohesionJoin<Key>* join) const;

  void Record(Solid<Key>* solid, const Weighed& weighed, WorkFolder* folder) const;
  Weighed Restore(const WorkFolder& folder) const;

  Weighed Weigh(const CohesionJoin<Key>& join, const Solid<Key>& solid) const;
  Weighed WithJoints(const Solid<Key>& solid) const;

  const Symbols& symbols_;
  const MemoryPlan& plan_;
  const NgramOptions options_;
  const NgramPacking<Key> packing_;
  std::unique_ptr<NgramCounter<Key>> counter_;  // null if an earlier run has weighed
};

template <typename Key>
uint64_t NgramCut<Key>::Count(const Corpus& corpus, const Storage& storage, bool strict,
                              SweepMeter* meter) {
  return CountNgrams<Key>(kNgramTerms.count_pass, corpus, symbols_, options_.order, plan_.sweep,
                          plan_.pairs / 4 * 3, storage, strict, meter, &counter_);
}

template <typename Key>
Solid<Key> NgramCut<Key>::KeepSolid(CohesionJoin<Key>* join) const {
  std::vector<Solid<Key>> solid(kSortedPartitions);
  std::atomic<size_t> collected = 0;
  join->ForEach([&](size_t p, const Key& key, size_t length, double cohesion) {
    if (!(cohesion >= options_.thresholds[length - 1])) return;
    if (++collected > MostSolid()) ThrowTooManySolid();
    if (length == 2) {
      solid[p].pairs.push_back(PairKey(packing_.At(key, 0), packing_.At(key, 1)));
    } else {
      solid[p].longer.push_back(key);
    }
  });
  Solid<Key> all;
  for (Solid<Key>& of : solid) {
    all.pairs.insert(all.pairs.end(), of.pairs.begin(), of.pairs.end());
    all.longer.insert(all.longer.end(), of.longer.begin(), of.longer.end());
    of = {};
  }
  return all;
}

template <typename Key>
Weighed NgramCut<Key>::Weigh(const Storage& storage) {
  if (counter_ == nullptr) return Restore(*storage.work());
  CohesionJoin<Key> join(symbols_, packing_, JoinConfig(storage));
  counter_->ForEach([&](size_t p, const Key& key, size_t length, uint64_t count) {
    join.Add(p, key, length, count, options_.min_count);
  });
  const uint64_t spilled_bytes = counter_->spilled_bytes();
  counter_.reset();
  Solid<Key> solid = KeepSolid(&join);
  Weighed weighed = Weigh(join, solid);
  weighed.spilled_bytes += spilled_bytes;
  if (storage.work() != nullptr) Record(&solid, weighed, storage.work());
  return weighed;
}

template <typename Key>
Weighed NgramCut<Key>::WeighCounts(const NgramCounts& counts, const Storage& storage) {
  if (counts.order() < options_.order) {
    throw UsageError(fmt::format("{}: holds n-grams up to order {}, too short for --order {}",
                                 Printable(counts.file().path()), counts.order(), options_.order));
  }
  counts.file().CheckHolds(options_.min_count, "--min-count");
  CohesionJoin<Key> join(symbols_, packing_, JoinConfig(storage));
  counts.ForEach(symbols_, packing_, plan_.sweep.threads,
                 [&](size_t p, const Key& key, size_t length, uint64_t count) {
                   join.Add(p, key, length, count, options_.min_count);
                 });
  return Weigh(join, KeepSolid(&join));
}

template <typename Key>
Weighed NgramCut<Key>::TakeJoints(const JointsFile& file) {
  Solid<Key> solid;
  file.ForEachNgram(symbols_, options_.order, [&](std::span<const SymbolId> ngram) {
    if (solid.pairs.size() + solid.longer.size() == MostSolid()) ThrowTooManySolid();
    if (ngram.size() == 2) return solid.pairs.push_back(PairKey(ngram[0], ngram[1]));
    Key key{};
    for (size_t i = ngram.size(); i-- > 0;) key = packing_.Before(ngram[i], key);
    solid.longer.push_back(key);
  });
  Weighed weighed = file.weighed();
  weighed.joints = WithJoints(solid).joints;
  return weighed;
}

template <typename Key>
Weighed NgramCut<Key>::Weigh(const CohesionJoin<Key>& join, const Solid<Key>& solid) const {
  Weighed weighed = WithJoints(solid);
  weighed.symbols = join.symbols();
  weighed.distinct = join.distinct();
  weighed.spilled_bytes = join.spilled_bytes();
  return weighed;
}

template <typename Key>
Weighed NgramCut<Key>::WithJoints(const Solid<Key>& solid) const {
  Weighed weighed;
  weighed.strong = solid.pairs.size() + solid.longer.size();
  weighed.joints =
      std::make_unique<NgramJoints<Key>>(SolidNgrams<Key>(packing_, solid.pairs, solid.longer));
  return weighed;
}

// Records the solid n-grams. The counts are no longer needed.
template <typename Key>
void NgramCut<Key>::Record(Solid<Key>* solid, const Weighed& weighed, WorkFolder* folder) const {
  const Json state = {{"pairs", KeepKeys(&solid->pairs, folder)},
                      {"longer", KeepKeys(&solid->longer, folder)},
                      {"symbols", weighed.symbols},
                      {"distinct", weighed.distinct},
                      {"spilled_bytes", weighed.spilled_bytes}};
  RecordInPlaceOf(folder, kNgramTerms.weigh_pass, state, kNgramTerms.count_pass, {"counter"});
}

template <typename Key>
Weighed NgramCut<Key>::Restore(const WorkFolder& folder) const {
  const Json& saved = folder.Find(kNgramTerms.weigh_pass);
  Solid<Key> solid;
  ForEachKeptKey<uint64_t>(folder, saved.at("pairs"),
                           [&](uint64_t key) { solid.pairs.push_back(key); });
  ForEachKeptKey<Key>(folder, saved.at("longer"),
                      [&](const Key& key) { solid.longer.push_back(key); });
  Weighed weighed = WithJoints(solid);
  weighed.symbols = CountIn(saved, "symbols");
  weighed.distinct = CountIn(saved, "distinct");
  weighed.spilled_bytes = CountIn(saved, "spilled_bytes");
  return weighed;
}

}  // namespace

std::vector<double> NgramOptions::DefaultThresholds(size_t order) {
  std::vector<double> thresholds(order);
  for (size_t i = 0; i < order; ++i) thresholds[i] = 2 * static_cast<double>(i);
  return thresholds;
}

Json DescribeThresholds(const NgramOptions& options) {
  return {{"min_count", options.min_count},
          {"order", options.order},
          {"thresholds", options.thresholds}};
}

void ReadThresholds(const Json& named, NgramOptions* options) {
  named.at("--min-count").get_to(options->min_count);
  named.at("--order").get_to(options->order);
  named.at("--thresholds").get_to(options->thresholds);
}

WordRule WordRuleOf(const NgramOptions& options, uint64_t /*pieces*/) {
  return {.min_count = options.min_count};
}

std::unique_ptr<Method> MakeMethodOf(const NgramOptions& options, const Symbols& symbols,
                                     const MemoryPlan& plan) {
  if (options.thresholds.size() != options.order) {
    throw UsageError(fmt::format("{} thresholds do not fit order {}: one for each length is needed",
                                 options.thresholds.size(), options.order));
  }
  switch (KeyWords(symbols.size(), options.order)) {
    case 1:
      return std::make_unique<NgramCut<uint64_t>>(symbols, plan, options);
    case 2:
      return std::make_unique<NgramCut<WideKey<2>>>(symbols, plan, options);
    default:
      return std::make_unique<NgramCut<WideKey<3>>>(symbols, plan, options);
  }
}

}  // namespace ciku
