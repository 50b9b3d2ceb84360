#include "engine/discover/seeds.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "engine/count/dense_counter.h"
#include "engine/count/kept_keys.h"
#include "engine/discover/count_ngrams.h"
#include "engine/discover/frequent_ngrams.h"
#include "engine/discover/long_ngrams.h"
#include "engine/discover/seed_join.h"
#include "engine/discover/seed_rule.h"
#include "io/error.h"

namespace ciku {
namespace {

// Names of passes, also in work folders.
constexpr const char* kCountShort = "count short n-grams";
constexpr const char* kFindShort = "find short seeds";
constexpr const char* kCountLong = "count long n-grams";

// One seed for this many occurrences of symbols: with a least count of N / 25,000,000 the number of
// seeds stays at a few millions.
constexpr uint64_t kSymbolsForEachCount = 25'000'000;

// A seed, with a key that is wide enough for every alphabet.
struct Seed {
  WideKey<3> key;
  uint64_t count = 0;
};

// Seeds that are found by several threads.
class SeedList {
 public:
  SeedList(SymbolId symbols, size_t most)
      : packing_(symbols, kMaxOrder), most_(most), parts_(kSortedPartitions) {}

  // Adds a seed. Several threads may add, each to partitions of its own.
  void Add(size_t partition, std::span<const SymbolId> symbols, uint64_t count) {
    if (++size_ > most_) ThrowTooMany();
    WideKey<3> key;
    for (size_t i = symbols.size(); i-- > 0;) key = packing_.Before(symbols[i], key);
    parts_[partition].push_back({key, count});
  }

  // Ends the adding. Returns the seeds in ascending order; `groups` are the partitions of symbols.
  std::vector<Seed> Sorted(const std::vector<uint8_t>& groups, size_t threads) {
    std::vector<std::vector<Seed>> by_first(kSortedPartitions);
    for (std::vector<Seed>& part : parts_) {
      for (const Seed& seed : part) by_first[groups[packing_.At(seed.key, 0)]].push_back(seed);
      part = {};
    }
    ParallelFor(threads, by_first.size(), [&](size_t p) {
      std::sort(by_first[p].begin(), by_first[p].end(),
                [](const Seed& a, const Seed& b) { return a.key < b.key; });
    });
    std::vector<Seed> all;
    all.reserve(size_);
    for (std::vector<Seed>& part : by_first) {
      all.insert(all.end(), part.begin(), part.end());
      part = {};
    }
    return all;
  }

 private:
  [[noreturn]] void ThrowTooMany() const {
    throw UsageError(fmt::format(
        "more than {} seeds do not fit the memory budget; raise --memory, --seed-count or "
        "--seed-entropy",
        most_));
  }

  const NgramPacking<WideKey<3>> packing_;
  const size_t most_;
  std::atomic<size_t> size_ = 0;
  std::vector<std::vector<Seed>> parts_;
};

// What the n-grams of up to four symbols tell.
template <typename Key>
struct ShortNgrams {
  std::vector<uint64_t> occurrences;  // of symbols, by id
  uint64_t symbols = 0;               // all of these
  uint64_t least_count = 0;           // of a seed
  std::vector<Seed> seeds;            // of two and three symbols
  std::vector<Key> frequent;          // those of four symbols that may be seeds
  std::vector<Key> in_longer;         // and those of them that may be in a longer seed
  uint64_t spilled_bytes = 0;
};

// The search for seeds with keys of n-grams of four symbols of this type.
template <typename Key>
class SeedFinder {
 public:
  explicit SeedFinder(const SeedSearch& search)
      : search_(search),
        packing_(search.symbols.size(), kShortOrder),
        groups_(DivideSymbols(search.symbols, kSortedPartitions)) {}

  UnigramWords Find(SeedFigures* figures) {
    const Storage& storage = search_.storage;
    SweepMeter meter;
    std::unique_ptr<NgramCounter<Key>> counter;
    uint64_t symbols = 0;
    search_.observer->Sweep(kCountShort, search_.corpus.total_bytes(), meter, &storage, [&] {
      symbols = CountNgrams<Key>(kCountShort, search_.corpus, search_.symbols, kShortOrder,
                                 search_.plan.sweep, search_.plan.pairs / 4 * 3, storage,
                                 search_.strict, &meter, &counter);
      return Figures{{"records", meter.records.load()}, {"symbols", symbols}};
    });
    ShortNgrams<Key> ngrams;
    search_.observer->Pass(kFindShort, [&] {
      if (counter == nullptr) {
        ngrams = Restore(symbols);
      } else {
        ngrams = Short(symbols, counter->spilled_bytes(),
                       [&](const auto& visit) { counter->ForEach(visit); });
        counter.reset();
        if (storage.work() != nullptr) Record(&ngrams);
      }
      return Figures{{"seeds", uint64_t{ngrams.seeds.size()}},
                     {"frequent_ngrams", uint64_t{ngrams.frequent.size()}},
                     {"spilled_bytes", ngrams.spilled_bytes}};
    });
    *figures = {InputFigures(meter), symbols, ngrams.least_count, ngrams.spilled_bytes};
    if (search_.options.order < kShortOrder) return WordsOf(ngrams, {});
    const size_t used =
        static_cast<size_t>(std::count_if(ngrams.occurrences.begin(), ngrams.occurrences.end(),
                                          [](uint64_t count) { return count > 0; }));
    return KeyWords(static_cast<SymbolId>(used + 1), search_.options.order + 1) == 2
               ? FindLong<WideKey<2>>(std::move(ngrams), used, figures)
               : FindLong<WideKey<3>>(std::move(ngrams), used, figures);
  }

  UnigramWords Find(const NgramCounts& counts, SeedFigures* figures);

 private:
  SeedRule RuleFor(uint64_t least_count) const {
    return {least_count, search_.options.seed_entropy};
  }

  size_t MostSeeds() const { return search_.plan.pairs / 8 / sizeof(Seed); }
  CounterConfig JoinConfig() const {
    return {search_.plan.pairs / 4, search_.plan.sweep.threads, search_.storage.spills()};
  }

  // for_each(visit) calls visit(partition, n-gram, length, count) as NgramCounter::ForEach does.
  template <typename ForEach>
  ShortNgrams<Key> Short(uint64_t symbols, uint64_t spilled_bytes, const ForEach& for_each) const;

  template <typename Long>
  UnigramWords FindLong(ShortNgrams<Key> ngrams, size_t used, SeedFigures* figures) const;

  UnigramWords WordsOf(const ShortNgrams<Key>& ngrams, const std::vector<Seed>& longer) const;

  void Record(ShortNgrams<Key>* ngrams) const;
  ShortNgrams<Key> Restore(uint64_t symbols) const;

  const SeedSearch& search_;
  const NgramPacking<Key> packing_;
  const std::vector<uint8_t> groups_;
};

template <typename Key>
template <typename ForEach>
ShortNgrams<Key> SeedFinder<Key>::Short(uint64_t symbols, uint64_t spilled_bytes,
                                        const ForEach& for_each) const {
  struct alignas(64) Part {
    std::vector<Key> frequent;
    std::vector<Key> in_longer;
  };
  ShortNgrams<Key> found;
  found.symbols = symbols;
  found.occurrences.resize(search_.symbols.size());
  found.least_count = LeastSeedCount(search_.options, symbols);
  const SeedRule rule = RuleFor(found.least_count);
  const size_t order = search_.options.order;
  const uint64_t least = order < kShortOrder ? 0 : rule.LeastCount(kShortOrder);
  const uint64_t least_in_longer = order <= kShortOrder ? 0 : rule.LeastCount(kShortOrder + 1);
  const size_t most = search_.plan.strong / FrequentNgrams<Key>::kBytesForEach;
  std::vector<Part> parts(kSortedPartitions);
  std::atomic<size_t> frequent = 0;
  SeedJoin<Key> join(packing_, groups_, rule, 2, JoinConfig());
  for_each([&](size_t p, const Key& key, size_t length, uint64_t count) {
    if (length == 1) {
      found.occurrences[packing_.At(key, 0)] = count;
      return;
    }
    join.Add(p, key, length, count);
    if (length < kShortOrder || order < kShortOrder) return;
    if (count < std::min(least, order > kShortOrder ? least_in_longer : least)) return;
    if (++frequent > most) {
      throw UsageError(
          fmt::format("more than {} frequent n-grams do not fit the memory budget; "
                      "raise --memory or --seed-count",
                      most));
    }
    parts[p].frequent.push_back(key);
    if (order > kShortOrder && count >= least_in_longer) parts[p].in_longer.push_back(key);
  });
  for (Part& part : parts) {
    found.frequent.insert(found.frequent.end(), part.frequent.begin(), part.frequent.end());
    found.in_longer.insert(found.in_longer.end(), part.in_longer.begin(), part.in_longer.end());
    part = {};
  }
  SeedList seeds(search_.symbols.size(), MostSeeds());
  join.ForEach([&](size_t p, const Key& reversed, size_t length, uint64_t count) {
    if (length >= kShortOrder) return;
    std::array<SymbolId, kShortOrder> ids;
    for (size_t i = 0; i < length; ++i) ids[length - 1 - i] = packing_.At(reversed, i);
    seeds.Add(p, std::span(ids).first(length), count);
  });
  found.seeds = seeds.Sorted(groups_, search_.plan.sweep.threads);
  found.spilled_bytes = spilled_bytes + join.spilled_bytes();
  return found;
}

template <typename Key>
template <typename Long>
UnigramWords SeedFinder<Key>::FindLong(ShortNgrams<Key> ngrams, size_t used,
                                       SeedFigures* figures) const {
  using Counter = LongNgramCounter<Key, Long>;
  const MemoryPlan& plan = search_.plan;
  const size_t order = search_.options.order;
  // Symbols that occur have numbers from 1 on, in the order of their ids.
  std::vector<SymbolId> numbers(search_.symbols.size());
  std::vector<SymbolId> ids{kSeparator};
  std::vector<uint8_t> groups{0};
  for (SymbolId id = 1; id < numbers.size(); ++id) {
    if (ngrams.occurrences[id] == 0) continue;
    numbers[id] = static_cast<SymbolId>(ids.size());
    ids.push_back(id);
    groups.push_back(groups_[id]);
  }
  const NgramPacking<Long> packing(static_cast<SymbolId>(used + 1), order + 1);
  auto frequent = std::make_unique<FrequentNgrams<Key>>(ngrams.frequent, ngrams.in_longer, order);
  ngrams.frequent = {};
  ngrams.in_longer = {};

  SweepMeter meter;
  LongNgramPass<Counter> pass(search_.symbols, order, search_.strict, [&] {
    const CounterConfig config{plan.pairs / 2, plan.sweep.threads, search_.storage.spills()};
    return std::make_unique<Counter>(config, *frequent, packing_, packing, numbers, groups_);
  });
  search_.observer->Sweep(kCountLong, search_.corpus.total_bytes(), meter, &search_.storage, [&] {
    RunCountingPass(kCountLong, search_.corpus, plan.sweep, *MakeRunSplitRule(search_.symbols, {}),
                    search_.storage, &meter, &pass);
    return Figures{{"records", meter.records.load()}};
  });
  const std::unique_ptr<Counter> counter = pass.TakeCounter();
  frequent.reset();

  SeedList seeds(search_.symbols.size(), MostSeeds());
  search_.observer->Pass("find long seeds", [&] {
    const SeedRule rule = RuleFor(ngrams.least_count);
    SeedJoin<Long> join(packing, groups, rule, kShortOrder, JoinConfig());
    SortingCounter<Long>& keys = counter->keys();
    ParallelFor(keys.EndAdding(), kSortedPartitions, [&](size_t p) {
      const auto add = [&](const Long& key, size_t length, uint64_t count) {
        if (length >= kShortOrder) join.Add(p, key, length, count);
      };
      PrefixSums<Long> sums(packing);
      keys.ForEachIn(p, [&](const Long& key, uint64_t count) { sums.Add(key, count, add); });
      sums.Finish(add);
    });
    figures->spilled_bytes += keys.spilled_bytes();
    keys.Clear();
    std::atomic<uint64_t> found = 0;
    join.ForEach([&](size_t p, const Long& reversed, size_t length, uint64_t count) {
      std::array<SymbolId, kMaxOrder> symbols;
      for (size_t i = 0; i < length; ++i) symbols[length - 1 - i] = ids[packing.At(reversed, i)];
      seeds.Add(p, std::span(symbols).first(length), count);
      ++found;
    });
    figures->spilled_bytes += join.spilled_bytes();
    return Figures{{"seeds", found.load()}, {"spilled_bytes", figures->spilled_bytes}};
  });
  return WordsOf(ngrams, seeds.Sorted(groups_, plan.sweep.threads));
}

// Merges symbols, short and long seeds into words.
template <typename Key>
UnigramWords SeedFinder<Key>::WordsOf(const ShortNgrams<Key>& ngrams,
                                      const std::vector<Seed>& longer) const {
  const NgramPacking<WideKey<3>> packing(search_.symbols.size(), kMaxOrder);
  std::vector<Seed> symbols;
  for (SymbolId id = 1; id < ngrams.occurrences.size(); ++id) {
    if (ngrams.occurrences[id] > 0)
      symbols.push_back({packing.Before(id, {}), ngrams.occurrences[id]});
  }
  UnigramWords words;
  std::array<SymbolId, kMaxOrder> ids;
  const std::array<std::span<const Seed>, 3> lists = {symbols, ngrams.seeds, longer};
  std::array<size_t, 3> at{};
  while (true) {
    size_t first = lists.size();
    for (size_t i = 0; i < lists.size(); ++i) {
      if (at[i] == lists[i].size()) continue;
      if (first == lists.size() || lists[i][at[i]].key < lists[first][at[first]].key) first = i;
    }
    if (first == lists.size()) return words;
    const Seed& seed = lists[first][at[first]++];
    const size_t length = packing.Length(seed.key);
    for (size_t i = 0; i < length; ++i) ids[i] = packing.At(seed.key, i);
    words.Add(std::span(ids).first(length), 10 * seed.count, first == 0);
  }
}

// Records what was found. The counts are no longer needed.
template <typename Key>
void SeedFinder<Key>::Record(ShortNgrams<Key>* ngrams) const {
  WorkFolder* const folder = search_.storage.work();
  EntryWriter<WideKey<3>> seeds(folder->Create());
  seeds.BeginPartition();
  for (const Seed& seed : ngrams->seeds) seeds.Write(seed.key, seed.count);
  EntryWriter<uint64_t> occurrences(folder->Create());
  WriteCounts(ngrams->occurrences, &occurrences);
  const Json state = {{"seeds", folder->NameOf(seeds.Finish())},
                      {"occurrences", folder->NameOf(occurrences.Finish())},
                      {"frequent", KeepKeys(&ngrams->frequent, folder)},
                      {"in_longer", KeepKeys(&ngrams->in_longer, folder)},
                      {"least_count", ngrams->least_count},
                      {"spilled_bytes", ngrams->spilled_bytes}};
  RecordInPlaceOf(folder, kFindShort, state, kCountShort, {"counter"});
}

template <typename Key>
ShortNgrams<Key> SeedFinder<Key>::Restore(uint64_t symbols) const {
  const WorkFolder& folder = *search_.storage.work();
  const Json& saved = folder.Find(kFindShort);
  ShortNgrams<Key> found;
  found.symbols = symbols;
  found.least_count = CountIn(saved, "least_count");
  found.spilled_bytes = CountIn(saved, "spilled_bytes");
  found.occurrences.resize(search_.symbols.size());
  ReadCounts(folder.OpenBlockFile(saved.at("occurrences")), 0, &found.occurrences);
  const BlockFile seeds = folder.OpenBlockFile(saved.at("seeds"));
  for (EntryCursor<WideKey<3>> entry(seeds, 0); !entry.at_end(); entry.Next()) {
    found.seeds.push_back({entry.key(), entry.count()});
  }
  ForEachKeptKey<Key>(folder, saved.at("frequent"),
                      [&](const Key& key) { found.frequent.push_back(key); });
  ForEachKeptKey<Key>(folder, saved.at("in_longer"),
                      [&](const Key& key) { found.in_longer.push_back(key); });
  return found;
}

}  // namespace

uint64_t LeastSeedCount(const UnigramOptions& options, uint64_t symbols) {
  if (options.seed_count) return *options.seed_count;
  return std::max<uint64_t>(
      2, symbols / kSymbolsForEachCount + (symbols % kSymbolsForEachCount > 0 ? 1 : 0));
}

std::vector<std::string> SeedPasses() { return {kCountShort, kFindShort, kCountLong}; }

UnigramWords FindSeeds(const SeedSearch& search, SeedFigures* figures) {
  return KeyWords(search.symbols.size(), kShortOrder) == 1
             ? SeedFinder<uint64_t>(search).Find(figures)
             : SeedFinder<WideKey<2>>(search).Find(figures);
}

}  // namespace ciku
