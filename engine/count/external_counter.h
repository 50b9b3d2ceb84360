// An external counter for all kinds of keys that are hashed.
//
// Each thread adds to its own map. A map that has used up its share of the budget is spilled as a
// sorted run. At the end the maps, or the spilled runs, are merged partition by partition, in
// parallel and without locks.
#ifndef CIKU_ENGINE_COUNT_EXTERNAL_COUNTER_H_
#define CIKU_ENGINE_COUNT_EXTERNAL_COUNTER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "engine/count/spilled_runs.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/per_thread.h"
#include "io/error.h"

namespace ciku {

// `Map` is IntegerMap, StringMap, SortingMap or SumMap. Any number of threads may add, each to its
// own map; all other calls must come from one thread at a time.
template <typename Map>
class ExternalCounter {
 public:
  using Key = typename Map::Key;
  using Count = typename Map::Count;

  explicit ExternalCounter(const CounterConfig& config)
      : config_(config),
        // A quarter of the memory is for merging spilled runs while the maps are full.
        maps_([this] { return Map(config_.memory / 4 * 3 / config_.threads); }),
        runs_(config, Map::kPartitions) {}

  // The calling thread's map.
  Map& local() { return maps_.local(); }

  // Adds `count` to the key's count in `map`, the map of the calling thread. `key` stands for the
  // arguments of Map::Add before the count. Throws UsageError if a single key does not fit the
  // budget, IoError if the map cannot be spilled.
  template <typename... KeyParts>
  void Add(Map* map, const typename Map::Addend& count, const KeyParts&... key) {
    if (map->Add(key..., count)) [[likely]] {
      return;
    }
    Spill(map);
    if (!map->Add(key..., count)) {
      throw UsageError("the memory budget has no room for one of the words; raise --memory");
    }
  }

  // Ends the adding and calls visit(partition, key, count) once for every key. Different partitions
  // are visited in parallel; the order within a partition is unspecified. The counter is empty
  // afterwards.
  template <typename Visit>
  void ForEach(const Visit& visit) {
    if (runs_.empty() && SumsFit()) {
      ParallelFor(config_.threads, Map::kPartitions, [&](size_t p) {
        Map* const map = Gather(p);
        if (map == nullptr) return;
        map->ForEach(p, [&](Key key, const Count& count) { visit(p, key, count); });
      });
    } else {
      SpillAll();
      const std::vector<const BlockFile*> runs = runs_.ToMerge();
      ParallelFor(runs_.MergeThreads(), Map::kPartitions, [&](size_t p) {
        MergePartition<Key, Count>(runs, p,
                                   [&](Key key, const Count& count) { visit(p, key, count); });
      });
    }
    Clear();
  }

  // Ends the adding and calls visit(key, count) once for every key, in ascending order. Only for
  // maps with one partition. The counter is empty afterwards.
  template <typename Visit>
  void ForEachSorted(const Visit& visit) {
    static_assert(Map::kPartitions == 1);
    if (runs_.empty()) {
      MergeCursors<Key, Count>(SortMaps(), visit);
    } else {
      SpillAll();
      MergePartition<Key, Count>(runs_.ToMerge(), 0, visit);
    }
    Clear();
  }

  // Spills all entries that are in memory and returns the value that a manifest has to hold for
  // Restore. `folder` must be the folder that the counter spills to. Adding may go on afterwards.
  Json Save(const WorkFolder& folder) {
    SpillMaps([](Map*) {});
    return runs_.Save(folder);
  }

  // Restores a saved counter into a new one. Throws CorruptionError.
  void Restore(const WorkFolder& folder, const Json& saved) { runs_.Restore(folder, saved); }

  // The bytes spilled so far.
  uint64_t spilled_bytes() const { return runs_.spilled_bytes(); }

 private:
  std::vector<Map*> MapsOfThreads() {
    std::vector<Map*> maps;
    for (Map& map : maps_) maps.push_back(&map);
    return maps;
  }

  // Whether the total of all maps is so small that no key's sum can overflow in a map.
  bool SumsFit() {
    uint64_t total = 0;
    for (const Map& map : maps_) total += map.total();
    return total <= Map::kMostTotal;
  }

  // Adds up partition `p` of all maps in the map that has most of it, and returns that map; null if
  // there are no maps.
  Map* Gather(size_t p) {
    Map* largest = nullptr;
    for (Map& map : maps_) {
      if (largest == nullptr || map.entries(p) > largest->entries(p)) largest = &map;
    }
    for (Map& map : maps_) {
      if (&map != largest) largest->Absorb(p, &map);
    }
    return largest;
  }

  // Reads the entries of a sorted map, in order.
  class SlotCursor {
   public:
    explicit SlotCursor(std::span<const typename Map::Slot> slots) : slots_(slots) {}

    bool at_end() const { return slots_.empty(); }
    Key key() const { return Map::KeyOf(slots_.front()); }
    Count count() const { return Map::CountOf(slots_.front()); }
    void Next() { slots_ = slots_.subspan(1); }

   private:
    std::span<const typename Map::Slot> slots_;
  };

  // Sorts the maps, which have one partition each, in parallel.
  std::vector<std::unique_ptr<SlotCursor>> SortMaps() {
    const std::vector<Map*> maps = MapsOfThreads();
    std::vector<std::unique_ptr<SlotCursor>> cursors(maps.size());
    ParallelFor(config_.threads, maps.size(),
                [&](size_t i) { cursors[i] = std::make_unique<SlotCursor>(maps[i]->Sort(0)); });
    return cursors;
  }

  // Spills the entries of the map as a sorted run and clears the map.
  void Spill(Map* map) {
    EntryWriter<Key, Count> writer = runs_.NewRun();
    for (size_t p = 0; p < Map::kPartitions; ++p) {
      writer.BeginPartition();
      for (const auto& slot : map->Sort(p)) writer.Write(Map::KeyOf(slot), Map::CountOf(slot));
    }
    BlockFile run = writer.Finish();
    map->Clear();
    runs_.Add(std::move(run));
  }

  void SpillAll() {
    SpillMaps([](Map* map) { *map = Map(0); });
  }

  // Spills every map that is not empty, and calls done(map) for every map.
  template <typename Done>
  void SpillMaps(const Done& done) {
    const std::vector<Map*> maps = MapsOfThreads();
    ParallelFor(config_.threads, maps.size(), [&](size_t i) {
      if (maps[i]->total() != 0) Spill(maps[i]);
      done(maps[i]);
    });
  }

  void Clear() {
    maps_.clear();
    runs_.Clear();
  }

  const CounterConfig config_;
  PerThread<Map> maps_;
  SpilledRuns<Key, Count> runs_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_EXTERNAL_COUNTER_H_
