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
#include "engine/discover/count_ngrams.h"
#include "engine/discover/frequent_ngrams.h"
#include "engine/discover/long_ngrams.h"
#include "engine/discover/seed_join.h"
#include "engine/discover/seed_rule.h"
#include "io/error.h"

namespace ciku {
namespace {

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

  // How many were added. The list is useless if these are more than `most`.
  size_t size() const { return size_; }

  // Adds a seed. Several threads may add, each to partitions of its own.
  void Add(size_t partition, std::span<const SymbolId> symbols, uint64_t count) {
    if (++size_ > most_) return;
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
  uint64_t most_frequent_pair = 0;    // the count of it
  std::vector<Seed> seeds;            // of two and three symbols
  std::unique_ptr<FrequentKeys<Key>> frequent;
  uint64_t spilled_bytes = 0;
};

// The search for seeds with keys of n-grams of four symbols of this type.
template <typename Key>
class SeedFinder {
 public:
  SeedFinder(const MiningRun& run, const UnigramOptions& options)
      : run_(run),
        options_(options),
        packing_(run.symbols().size(), kShortOrder),
        groups_(DivideSymbols(run.symbols(), kSortedPartitions)) {}

  UnigramWords Find(SeedFigures* figures, std::unique_ptr<KeptRuns>* kept) {
    const Storage& storage = run_.storage();
    SweepMeter meter;
    std::unique_ptr<NgramCounter<Key>> counter;
    uint64_t symbols = 0;
    run_.observer()->Sweep(kCountShortNgrams, run_.corpus().total_bytes(), meter, &storage, [&] {
      symbols = CountNgrams<Key>(kCountShortNgrams, run_.corpus(), run_.symbols(), kShortOrder,
                                 run_.plan().sweep, run_.plan().pairs / 2, storage, run_.strict(),
                                 &meter, &counter);
      return Figures{{"records", meter.records.load()}, {"symbols", symbols}};
    });
    ShortNgrams<Key> ngrams;
    run_.observer()->Pass(kFindShortSeeds, [&] {
      if (counter == nullptr) {
        ngrams = Restore(symbols);
      } else {
        ngrams = Short(symbols, counter->spilled_bytes(),
                       [&](const auto& visit) { counter->ForEach(visit); });
        counter.reset();
        if (storage.work() != nullptr) Record(&ngrams);
      }
      return Figures{{"seeds", uint64_t{ngrams.seeds.size()}},
                     {"frequent_ngrams", uint64_t{ngrams.frequent->size()}},
                     {"spilled_bytes", ngrams.spilled_bytes}};
    });
    *figures = {InputFigures(meter), symbols, ngrams.least_count, ngrams.most_frequent_pair,
                ngrams.spilled_bytes};
    if (!CountsLongNgrams(options_)) return WordsOf(ngrams, {});
    const size_t used =
        static_cast<size_t>(std::count_if(ngrams.occurrences.begin(), ngrams.occurrences.end(),
                                          [](uint64_t count) { return count > 0; }));
    return KeyWords(static_cast<SymbolId>(used + 1), options_.order + 1) == 2
               ? FindLong<WideKey<2>>(std::move(ngrams), used, figures, kept)
               : FindLong<WideKey<3>>(std::move(ngrams), used, figures, kept);
  }

  // The same with the n-grams of a counts file.
  UnigramWords FindIn(const NgramCounts& counts, SeedFigures* figures) const;

 private:
  SeedRule RuleFor(uint64_t least_count) const { return {least_count, options_.seed_entropy}; }

  // Seeds take up to a third of the memory, and three times as much while they are sorted. By then
  // nothing else is there.
  static size_t MostSeeds(const MemoryPlan& plan) { return plan.pairs / 3 / sizeof(Seed); }
  static size_t MostFrequent(const MemoryPlan& plan) {
    return plan.strong / (FrequentKeys<Key>::kBytesForEach + FrequentNgrams<Key>::kBytesForEach);
  }

  // How many bytes the runs of a corpus with this many symbols may take: 0 if they are not to be
  // kept. A work folder records a sweep by its position in the corpus, which kept runs do not have.
  size_t MemoryForRuns(uint64_t symbols) const {
    const size_t most = run_.plan().pairs / 8;
    // There are separators, too: mostly one for eight symbols.
    const bool fits = symbols <= KeptRuns::MostSymbols(most, run_.plan().sweep.threads) / 6 * 5;
    return fits && run_.storage().work() == nullptr ? most : 0;
  }

  // Throw UsageError if these are too many seeds, or frequent n-grams, for the memory.
  void CheckSeeds(size_t seeds) const {
    if (seeds <= MostSeeds(run_.plan())) return;
    run_.Refuse(fmt::format("{} seeds", seeds),
                [&](const MemoryPlan& plan) { return seeds <= MostSeeds(plan); });
  }
  void CheckFrequent(size_t ngrams) const {
    if (ngrams <= MostFrequent(run_.plan())) return;
    run_.Refuse(fmt::format("{} frequent n-grams", ngrams),
                [&](const MemoryPlan& plan) { return ngrams <= MostFrequent(plan); });
  }
  CounterConfig JoinConfig() const {
    return {run_.plan().pairs / 4, run_.plan().sweep.threads, run_.storage().spills()};
  }

  // for_each(visit) calls visit(partition, n-gram, length, count) as NgramCounter::ForEach does.
  template <typename ForEach>
  ShortNgrams<Key> Short(uint64_t symbols, uint64_t spilled_bytes, const ForEach& for_each) const;

  template <typename Long>
  UnigramWords FindLong(ShortNgrams<Key> ngrams, size_t used, SeedFigures* figures,
                        std::unique_ptr<KeptRuns>* kept) const;

  template <typename Long, typename ForEach>
  std::vector<Seed> Longer(const ShortNgrams<Key>& ngrams, const NgramPacking<Long>& packing,
                           const std::vector<uint8_t>& groups, const std::vector<SymbolId>& ids,
                           SeedFigures* figures, const ForEach& for_each) const;

  template <typename Long>
  UnigramWords FindLongIn(const NgramCounts& counts, const ShortNgrams<Key>& ngrams,
                          SeedFigures* figures) const;

  UnigramWords WordsOf(const ShortNgrams<Key>& ngrams, const std::vector<Seed>& longer) const;

  void Record(ShortNgrams<Key>* ngrams) const;
  ShortNgrams<Key> Restore(uint64_t symbols) const;

  const MiningRun& run_;
  const UnigramOptions& options_;
  const NgramPacking<Key> packing_;
  const std::vector<uint8_t> groups_;
};

template <typename Key>
template <typename ForEach>
ShortNgrams<Key> SeedFinder<Key>::Short(uint64_t symbols, uint64_t spilled_bytes,
                                        const ForEach& for_each) const {
  ShortNgrams<Key> found;
  found.symbols = symbols;
  found.occurrences.resize(run_.symbols().size());
  found.least_count = LeastSeedCount(options_, symbols);
  const SeedRule rule = RuleFor(found.least_count);
  const size_t order = options_.order;
  const uint64_t least = order < kShortOrder ? 0 : rule.LeastCount(kShortOrder);
  const uint64_t least_in_longer = order <= kShortOrder ? 0 : rule.LeastCount(kShortOrder + 1);
  found.frequent = std::make_unique<FrequentKeys<Key>>(MostFrequent(run_.plan()));
  SeedJoin<Key> join(packing_, groups_, rule, 2, JoinConfig());
  std::array<uint64_t, kSortedPartitions> most_frequent_pairs{};
  for_each([&](size_t p, const Key& key, size_t length, uint64_t count) {
    if (length == 1) {
      found.occurrences[packing_.At(key, 0)] = count;
      return;
    }
    if (length == 2) most_frequent_pairs[p] = std::max(most_frequent_pairs[p], count);
    join.Add(p, key, length, count);
    // A counts file holds longer n-grams already.
    if (length < kShortOrder || order < kShortOrder || run_.has_counts()) return;
    if (count < std::min(least, order > kShortOrder ? least_in_longer : least)) return;
    found.frequent->Add(p, key, order > kShortOrder && count >= least_in_longer);
  });
  found.most_frequent_pair = std::ranges::max(most_frequent_pairs);
  CheckFrequent(found.frequent->size());
  SeedList seeds(run_.symbols().size(), MostSeeds(run_.plan()));
  join.ForEach([&](size_t p, const Key& reversed, size_t length, uint64_t count) {
    if (length >= kShortOrder) return;
    std::array<SymbolId, kShortOrder> ids;
    for (size_t i = 0; i < length; ++i) ids[length - 1 - i] = packing_.At(reversed, i);
    seeds.Add(p, std::span(ids).first(length), count);
  });
  CheckSeeds(seeds.size());
  found.seeds = seeds.Sorted(groups_, run_.plan().sweep.threads);
  found.spilled_bytes = spilled_bytes + join.spilled_bytes();
  return found;
}

template <typename Key>
template <typename Long>
UnigramWords SeedFinder<Key>::FindLong(ShortNgrams<Key> ngrams, size_t used, SeedFigures* figures,
                                       std::unique_ptr<KeptRuns>* kept) const {
  using Counter = LongNgramCounter<Key, Long>;
  const MemoryPlan& plan = run_.plan();
  const size_t order = options_.order;
  // Symbols that occur have numbers from 1 on, in the order of their ids.
  std::vector<SymbolId> numbers(run_.symbols().size());
  std::vector<SymbolId> ids{kSeparator};
  std::vector<uint8_t> groups{0};
  for (SymbolId id = 1; id < numbers.size(); ++id) {
    if (ngrams.occurrences[id] == 0) continue;
    numbers[id] = static_cast<SymbolId>(ids.size());
    ids.push_back(id);
    groups.push_back(groups_[id]);
  }
  const NgramPacking<Long> packing(static_cast<SymbolId>(used + 1), order + 1);
  auto frequent = std::make_unique<FrequentNgrams<Key>>(*ngrams.frequent, order);
  ngrams.frequent.reset();

  const size_t for_runs = MemoryForRuns(ngrams.symbols);
  if (for_runs > 0) *kept = std::make_unique<KeptRuns>(for_runs, plan.sweep.threads);
  SweepMeter meter;
  SweepConfig sweep = plan.sweep;
  sweep.tell_positions = *kept != nullptr;
  const auto make = [&] {
    const CounterConfig config{plan.pairs / 2 - for_runs, plan.sweep.threads,
                               run_.storage().spills()};
    return std::make_unique<Counter>(config, *frequent, packing_, packing, numbers, groups_);
  };
  LongNgramPass<Counter> pass(run_.symbols(), order, run_.strict(), kept->get(),
                              figures->input.text_bytes, make);
  run_.observer()->Sweep(
      kCountLongNgrams, run_.corpus().total_bytes(), meter, &run_.storage(), [&] {
        RunCountingPass(kCountLongNgrams, run_.corpus(), sweep,
                        *MakeRunSplitRule(run_.symbols(), {}), run_.storage(), &meter, &pass);
        return Figures{{"records", meter.records.load()}};
      });
  if (*kept && !(*kept)->complete()) kept->reset();
  const std::unique_ptr<Counter> counter = pass.TakeCounter();
  frequent.reset();

  std::vector<Seed> seeds;
  run_.observer()->Pass("find long seeds", [&] {
    seeds = Longer<Long>(ngrams, packing, groups, ids, figures, [&](const auto& add) {
      figures->spilled_bytes += counter->keys().spilled_bytes();
      ForEachNgram(packing, &counter->keys(), add);
    });
    return Figures{{"seeds", uint64_t{seeds.size()}}, {"spilled_bytes", figures->spilled_bytes}};
  });
  return WordsOf(ngrams, seeds);
}

// Returns the seeds of four symbols or more. for_each(add) calls add(partition, n-gram, length,
// count) as NgramCounter::ForEach does. `groups` and `ids` are those of the symbols in keys.
template <typename Key>
template <typename Long, typename ForEach>
std::vector<Seed> SeedFinder<Key>::Longer(const ShortNgrams<Key>& ngrams,
                                          const NgramPacking<Long>& packing,
                                          const std::vector<uint8_t>& groups,
                                          const std::vector<SymbolId>& ids, SeedFigures* figures,
                                          const ForEach& for_each) const {
  const SeedRule rule = RuleFor(ngrams.least_count);
  SeedJoin<Long> join(packing, groups, rule, kShortOrder, JoinConfig());
  for_each([&](size_t p, const Long& key, size_t length, uint64_t count) {
    if (length >= kShortOrder) join.Add(p, key, length, count);
  });
  SeedList seeds(run_.symbols().size(), MostSeeds(run_.plan()));
  join.ForEach([&](size_t p, const Long& reversed, size_t length, uint64_t count) {
    std::array<SymbolId, kMaxOrder> symbols;
    for (size_t i = 0; i < length; ++i) symbols[length - 1 - i] = ids[packing.At(reversed, i)];
    seeds.Add(p, std::span(symbols).first(length), count);
  });
  figures->spilled_bytes += join.spilled_bytes();
  CheckSeeds(ngrams.seeds.size() + seeds.size());
  return seeds.Sorted(groups_, run_.plan().sweep.threads);
}

// The same search in a counts file.
template <typename Key>
UnigramWords SeedFinder<Key>::FindIn(const NgramCounts& counts, SeedFigures* figures) const {
  const size_t order = options_.order;
  if (counts.order() <= order) {
    throw UsageError(fmt::format(
        "{}: holds n-grams of up to {} symbols; seeds of up to {} need one symbol more, so count "
        "again with --order {}, or find shorter seeds with --order {}",
        Printable(counts.file().path()), counts.order(), order, order + 1, counts.order() - 1));
  }
  const size_t threads = run_.plan().sweep.threads;
  ShortNgrams<Key> ngrams;
  run_.observer()->Pass(kFindShortSeeds, [&] {
    ngrams = Short(counts.total("symbols"), 0, [&](const auto& visit) {
      counts.ForEach(run_.symbols(), packing_, threads, visit);
    });
    return Figures{{"seeds", uint64_t{ngrams.seeds.size()}},
                   {"spilled_bytes", ngrams.spilled_bytes}};
  });
  *figures = {
      {}, ngrams.symbols, ngrams.least_count, ngrams.most_frequent_pair, ngrams.spilled_bytes};
  if (order < kShortOrder) return WordsOf(ngrams, {});
  return KeyWords(run_.symbols().size(), order + 1) == 2
             ? FindLongIn<WideKey<2>>(counts, ngrams, figures)
             : FindLongIn<WideKey<3>>(counts, ngrams, figures);
}

template <typename Key>
template <typename Long>
UnigramWords SeedFinder<Key>::FindLongIn(const NgramCounts& counts, const ShortNgrams<Key>& ngrams,
                                         SeedFigures* figures) const {
  const NgramPacking<Long> packing(run_.symbols().size(), options_.order + 1);
  std::vector<SymbolId> ids(run_.symbols().size());
  std::iota(ids.begin(), ids.end(), 0);
  std::vector<Seed> seeds;
  run_.observer()->Pass("find long seeds", [&] {
    seeds = Longer<Long>(ngrams, packing, groups_, ids, figures, [&](const auto& add) {
      counts.ForEach(run_.symbols(), packing, run_.plan().sweep.threads, add);
    });
    return Figures{{"seeds", uint64_t{seeds.size()}}, {"spilled_bytes", figures->spilled_bytes}};
  });
  return WordsOf(ngrams, seeds);
}

// Merges symbols, short and long seeds into words.
template <typename Key>
UnigramWords SeedFinder<Key>::WordsOf(const ShortNgrams<Key>& ngrams,
                                      const std::vector<Seed>& longer) const {
  const NgramPacking<WideKey<3>> packing(run_.symbols().size(), kMaxOrder);
  std::vector<Seed> symbols;
  for (SymbolId id = 1; id < ngrams.occurrences.size(); ++id) {
    if (ngrams.occurrences[id] > 0)
      symbols.push_back({packing.Before(id, {}), ngrams.occurrences[id]});
  }
  UnigramWords words;
  std::array<SymbolId, kMaxOrder> ids;
  const std::array<std::span<const Seed>, 3> lists = {symbols, ngrams.seeds, longer};
  size_t size = 0;
  size_t length_of_all = 0;
  for (const std::span<const Seed> list : lists) {
    size += list.size();
    for (const Seed& seed : list) length_of_all += packing.Length(seed.key);
  }
  words.Reserve(size, length_of_all);
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

// Writes keys to a block file: those that are in no longer seed, and the others. Returns what a
// manifest has to hold.
template <typename Key>
Json KeepFrequent(const FrequentKeys<Key>& keys, WorkFolder* folder) {
  EntryWriter<Key> writer(folder->Create());
  for (const bool wanted : {false, true}) {
    std::vector<Key> sorted;
    keys.ForEach([&](const Key& key, bool in_longer) {
      if (in_longer == wanted) sorted.push_back(key);
    });
    std::sort(sorted.begin(), sorted.end());
    writer.BeginPartition();
    for (const Key& key : sorted) writer.Write(key, 1);
  }
  return folder->NameOf(writer.Finish());
}

// Records what was found. The counts are no longer needed.
template <typename Key>
void SeedFinder<Key>::Record(ShortNgrams<Key>* ngrams) const {
  WorkFolder* const folder = run_.storage().work();
  EntryWriter<WideKey<3>> seeds(folder->Create());
  seeds.BeginPartition();
  for (const Seed& seed : ngrams->seeds) seeds.Write(seed.key, seed.count);
  EntryWriter<uint64_t> occurrences(folder->Create());
  WriteCounts(ngrams->occurrences, &occurrences);
  const Json state = {{"seeds", folder->NameOf(seeds.Finish())},
                      {"occurrences", folder->NameOf(occurrences.Finish())},
                      {"frequent", KeepFrequent(*ngrams->frequent, folder)},
                      {"least_count", ngrams->least_count},
                      {"most_frequent_pair", ngrams->most_frequent_pair},
                      {"spilled_bytes", ngrams->spilled_bytes}};
  RecordInPlaceOf(folder, kFindShortSeeds, state, kCountShortNgrams, {"counter"});
}

template <typename Key>
ShortNgrams<Key> SeedFinder<Key>::Restore(uint64_t symbols) const {
  const WorkFolder& folder = *run_.storage().work();
  const Json& saved = folder.Find(kFindShortSeeds);
  ShortNgrams<Key> found;
  found.symbols = symbols;
  found.least_count = CountIn(saved, "least_count");
  found.most_frequent_pair = CountIn(saved, "most_frequent_pair");
  found.spilled_bytes = CountIn(saved, "spilled_bytes");
  found.occurrences.resize(run_.symbols().size());
  ReadCounts(folder.OpenBlockFile(saved.at("occurrences")), 0, &found.occurrences);
  const BlockFile seeds = folder.OpenBlockFile(saved.at("seeds"));
  for (EntryCursor<WideKey<3>> entry(seeds, 0); !entry.at_end(); entry.Next()) {
    found.seeds.push_back({entry.key(), entry.count()});
  }
  found.frequent = std::make_unique<FrequentKeys<Key>>(MostFrequent(run_.plan()));
  const BlockFile frequent = folder.OpenBlockFile(saved.at("frequent"));
  for (const size_t in_longer : {0, 1}) {
    for (EntryCursor<Key> entry(frequent, in_longer); !entry.at_end(); entry.Next()) {
      found.frequent->Add(0, entry.key(), in_longer == 1);
    }
  }
  CheckFrequent(found.frequent->size());
  return found;
}

}  // namespace

uint64_t LeastSeedCount(const UnigramOptions& options, uint64_t symbols) {
  if (options.seed_count) return *options.seed_count;
  return std::max<uint64_t>(
      2, symbols / kSymbolsForEachCount + (symbols % kSymbolsForEachCount > 0 ? 1 : 0));
}

bool CountsLongNgrams(const UnigramOptions& options) { return options.order >= kShortOrder; }

std::vector<std::string> SeedPasses() {
  return {kCountShortNgrams, kFindShortSeeds, kCountLongNgrams};
}

UnigramWords FindSeeds(const MiningRun& run, const UnigramOptions& options, SeedFigures* figures,
                       std::unique_ptr<KeptRuns>* kept) {
  const auto find = [&](auto finder) {
    return run.has_counts() ? finder.FindIn(run.counts(), figures) : finder.Find(figures, kept);
  };
  return KeyWords(run.symbols().size(), kShortOrder) == 1
             ? find(SeedFinder<uint64_t>(run, options))
             : find(SeedFinder<WideKey<2>>(run, options));
}

}  // namespace ciku
