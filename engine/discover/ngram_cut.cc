#include "engine/discover/ngram_cut.h"

#include <fmt/format.h>
#include <oneapi/tbb/enumerable_thread_specific.h>

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/count/ngram_counter.h"
#include "engine/discover/cohesion.h"
#include "engine/discover/ngram_joints.h"
#include "engine/text/run_decoder.h"
#include "engine/text/run_seam.h"
#include "engine/text/sweep.h"
#include "io/error.h"

namespace ciku {
namespace {

constexpr Method::Terms kNgramTerms = {.count_pass = "count n-grams",
                                       .weigh_pass = "weigh n-grams",
                                       .distinct = "distinct_ngrams",
                                       .strong = "solid_ngrams",
                                       .plural = "n-grams",
                                       .holds_together = "solid"};

// What is solid: n-grams of two symbols, as PairKey makes keys, and longer ones.
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

  const Terms& terms() const override { return kNgramTerms; }
  uint64_t Count(const Corpus& corpus, const Storage& storage, bool strict,
                 SweepMeter* meter) override;
  Weighed Weigh(const Storage& storage) override;

 private:
  // The counters of pieces leave the set of them a little more than its quarter of the memory.
  size_t MostSolid() const { return plan_.strong / 4 * 5 / NgramSet<Key>::kBytesForEach; }

  CounterConfig CountConfig(const Storage& storage) const {
    return {plan_.pairs / 4 * 3, plan_.sweep.threads, storage.spills};
  }
  // A quarter while the counts are merged, more afterwards.
  CounterConfig JoinConfig(const Storage& storage) const {
    return {plan_.pairs / 4, plan_.sweep.threads, storage.spills};
  }

  Solid<Key> KeepSolid(CohesionJoin<Key>* join) const;

  void Record(Solid<Key>* solid, const Weighed& weighed, WorkFolder* folder) const;
  Solid<Key> Restore(const WorkFolder& folder, const Json& saved, Weighed* weighed) const;

  const Symbols& symbols_;
  const MemoryPlan& plan_;
  const NgramOptions options_;
  const NgramPacking<Key> packing_;
  std::unique_ptr<NgramCounter<Key>> counter_;  // null where an earlier run has weighed
};

template <typename Key>
uint64_t NgramCut<Key>::Count(const Corpus& corpus, const Storage& storage, bool strict,
                              SweepMeter* meter) {
  Checkpoints checkpoints(storage, kNgramTerms.count_pass, meter);
  const Json saved = checkpoints.Result("counter");
  const bool begun = !checkpoints.results().is_null();
  std::atomic<uint64_t> symbols = begun ? CountIn(checkpoints.results(), "symbols") : 0;
  if (checkpoints.done() && saved.is_null()) return symbols;
  counter_ = std::make_unique<NgramCounter<Key>>(CountConfig(storage), symbols_, options_.order);
  if (!saved.is_null()) counter_->Restore(*storage.work, saved);
  tbb::enumerable_thread_specific<RunDecoder> decoders(
      [&] { return RunDecoder(symbols_, strict); });
  const uint64_t invalid_before = meter->invalid_bytes;

  const auto consume = [&](const Text& text) {
    decoders.local().Decode<false>(text, [&](const SymbolBatch& batch) {
      // The others come again: their n-grams go on in what follows.
      const size_t others = batch.last && !text.joined_to_next ? 0 : options_.order - 1;
      const size_t count = batch.size - std::min(batch.size, others);
      symbols += counter_->Add(batch.ids, batch.size, count);
      return count;
    });
  };
  const auto set_totals = [&] {
    meter->invalid_bytes = invalid_before;
    for (const RunDecoder& decoder : decoders) meter->invalid_bytes += decoder.invalid_bytes();
  };
  const RunSeam seam(symbols_, {.common = options_.order - 1});
  Sweep(corpus, plan_.sweep, seam, &checkpoints, consume, [&] {
    set_totals();
    return Json{{"symbols", symbols.load()}, {"counter", counter_->Save(*storage.work)}};
  });
  set_totals();
  return symbols;
}

template <typename Key>
Solid<Key> NgramCut<Key>::KeepSolid(CohesionJoin<Key>* join) const {
  std::vector<Solid<Key>> solid(kSortedPartitions);
  std::atomic<size_t> collected = 0;
  join->ForEach([&](size_t p, const Key& key, size_t length, double cohesion) {
    if (!(cohesion >= options_.thresholds[length - 1])) return;
    if (++collected > MostSolid()) {
      throw UsageError(
          fmt::format("more than {} solid n-grams do not fit the memory budget; raise --memory, "
                      "--min-count or --thresholds",
                      MostSolid()));
    }
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
  Weighed weighed;
  Solid<Key> solid;
  if (counter_ == nullptr) {
    solid = Restore(*storage.work, storage.work->Find(kNgramTerms.weigh_pass), &weighed);
  } else {
    CohesionJoin<Key> join(symbols_, packing_, JoinConfig(storage));
    counter_->ForEach([&](size_t p, const Key& key, size_t length, uint64_t count) {
      join.Add(p, key, length, count, options_.min_count);
    });
    weighed.spilled_bytes = counter_->spilled_bytes();
    counter_.reset();
    solid = KeepSolid(&join);
    weighed.symbols = join.symbols();
    weighed.distinct = join.distinct();
    weighed.spilled_bytes += join.spilled_bytes();
    if (storage.work != nullptr) Record(&solid, weighed, storage.work);
  }
  weighed.strong = solid.pairs.size() + solid.longer.size();
  weighed.joints =
      std::make_unique<NgramJoints<Key>>(SolidNgrams<Key>(packing_, solid.pairs, solid.longer));
  return weighed;
}

// Records what is solid; the counts are not needed any more.
template <typename Key>
void NgramCut<Key>::Record(Solid<Key>* solid, const Weighed& weighed, WorkFolder* folder) const {
  std::sort(solid->pairs.begin(), solid->pairs.end());
  std::sort(solid->longer.begin(), solid->longer.end());
  EntryWriter<uint64_t> pairs(folder->Create());
  pairs.BeginPartition();
  for (const uint64_t key : solid->pairs) pairs.Write(key, 1);
  EntryWriter<Key> longer(folder->Create());
  longer.BeginPartition();
  for (const Key& key : solid->longer) longer.Write(key, 1);
  Json counted = folder->Find(kNgramTerms.count_pass);
  counted.at("results").erase("counter");
  folder->Record({{kNgramTerms.count_pass, counted},
                  {kNgramTerms.weigh_pass,
                   {{"pairs", folder->NameOf(pairs.Finish())},
                    {"longer", folder->NameOf(longer.Finish())},
                    {"symbols", weighed.symbols},
                    {"distinct", weighed.distinct},
                    {"spilled_bytes", weighed.spilled_bytes}}}});
}

template <typename Key>
Solid<Key> NgramCut<Key>::Restore(const WorkFolder& folder, const Json& saved,
                                  Weighed* weighed) const {
  Solid<Key> solid;
  const Run pairs = folder.OpenRun(saved.at("pairs"));
  for (EntryCursor<uint64_t> entry(pairs, 0); !entry.at_end(); entry.Next()) {
    solid.pairs.push_back(entry.key());
  }
  const Run longer = folder.OpenRun(saved.at("longer"));
  for (EntryCursor<Key> entry(longer, 0); !entry.at_end(); entry.Next()) {
    solid.longer.push_back(entry.key());
  }
  weighed->symbols = CountIn(saved, "symbols");
  weighed->distinct = CountIn(saved, "distinct");
  weighed->spilled_bytes = CountIn(saved, "spilled_bytes");
  return solid;
}

}  // namespace

std::vector<double> NgramOptions::DefaultThresholds(size_t order) {
  std::vector<double> thresholds(order);
  for (size_t i = 0; i < order; ++i) thresholds[i] = 2 * static_cast<double>(i);
  return thresholds;
}

std::unique_ptr<Method> MakeNgramCut(const Symbols& symbols, const MemoryPlan& plan,
                                     const NgramOptions& options) {
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
