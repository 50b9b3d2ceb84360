// One external counter for every kind of key that is hashed.
//
// Each thread adds to a map of its own. A map whose share of the budget is full is spilled as a
// sorted run. At the end the maps, or the runs, are merged partition by partition, in parallel and
// without locks.
#ifndef CIKU_ENGINE_COUNT_EXTERNAL_COUNTER_H_
#define CIKU_ENGINE_COUNT_EXTERNAL_COUNTER_H_

#include <oneapi/tbb/concurrent_vector.h>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/count/spilled_runs.h"
#include "engine/sweep/budget.h"
#include "io/error.h"

namespace ciku {

// `Map` is IntegerMap, StringMap, SortingMap or SumMap. Adding is for any number of threads, each
// with its own map; everything else for one thread at a time.
template <typename Map>
class ExternalCounter {
 public:
  using Key = typename Map::Key;
  using Count = typename Map::Count;

  explicit ExternalCounter(const CounterConfig& config)
      : config_(config),
        // A quarter is kept for merging runs while the maps are full.
        maps_([this] { return Map(config_.memory / 4 * 3 / config_.threads); }),
        runs_(config, Map::kPartitions) {}

  // The calling thread's map.
  Map& local() { return maps_.local(); }

  // Adds to the key's count in `map`, which is the calling thread's. `key` is whatever Map::Add
  // takes before the count. Throws UsageError where a single key does not fit the budget.
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

  // Ends the adding and calls visit(partition, key, count) once for every key: for different
  // partitions in parallel, within a partition in an order that is no one's business. The
  // counter is empty afterwards.
  template <typename Visit>
  void ForEach(const Visit& visit) {
    if (runs_.empty() && SumsFit()) {
      ForEachPartition(config_.threads, [&](size_t p) {
        Map* const map = Gather(p);
        if (map == nullptr) return;
        map->ForEach(p, [&](Key key, const Count& count) { visit(p, key, count); });
      });
    } else {
      SpillAll();
      const std::vector<const BlockFile*> runs = runs_.ToMerge();
      ForEachPartition(runs_.MergeThreads(), [&](size_t p) {
        MergePartition<Key, Count>(runs, p,
                                   [&](Key key, const Count& count) { visit(p, key, count); });
      });
    }
    Clear();
  }

  // Ends the adding and calls visit(key, count) once for every key, in ascending order. For maps
  // of one partition. The counter is empty afterwards.
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

  // Writes all that is not on disk yet to runs of `folder`, which is where runs are written, and
  // returns what a manifest has to hold for Restore. Adding may go on.
  Json Save(const WorkFolder& folder) {
    SpillMaps([](Map*) {});
    return runs_.Save(folder);
  }

  // Makes a new counter hold what was saved. Throws CorruptionError.
  void Restore(const WorkFolder& folder, const Json& saved) { runs_.Restore(folder, saved); }

  // Bytes written to run files so far.
  uint64_t spilled_bytes() const { return runs_.spilled_bytes(); }

 private:
  template <typename Function>
  static void ForEachPartition(size_t threads, const Function& function) {
    OnThreads(threads, [&] { tbb::parallel_for(size_t{0}, Map::kPartitions, function); });
  }

  // Whether no key's sum over all maps can be too large for a map.
  bool SumsFit() {
    uint64_t total = 0;
    for (const Map& map : maps_) total += map.total();
    return total <= Map::kMostTotal;
  }

  // Adds up partition `p` of all maps in the largest one.
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

  // The entries of a sorted map, in order.
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

  // Sorts the maps, which have one partition, side by side.
  std::vector<std::unique_ptr<SlotCursor>> SortMaps() {
    tbb::concurrent_vector<std::span<const typename Map::Slot>> sorted;
    OnThreads(config_.threads, [&] {
      tbb::parallel_for(maps_.range(), [&](auto& range) {
        for (Map& map : range) sorted.push_back(map.Sort(0));
      });
    });
    std::vector<std::unique_ptr<SlotCursor>> cursors;
    for (const auto& slots : sorted) cursors.push_back(std::make_unique<SlotCursor>(slots));
    return cursors;
  }

  // Writes the map's entries as a run and clears the map.
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

  // Spills every map that holds anything, and then calls done(map).
  template <typename Done>
  void SpillMaps(const Done& done) {
    OnThreads(config_.threads, [&] {
      tbb::parallel_for(maps_.range(), [&](auto& range) {
        for (Map& map : range) {
          if (map.total() != 0) Spill(&map);
          done(&map);
        }
      });
    });
  }

  void Clear() {
    maps_.clear();
    runs_.Clear();
  }

  const CounterConfig config_;
  tbb::enumerable_thread_specific<Map> maps_;
  SpilledRuns<Key, Count> runs_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_EXTERNAL_COUNTER_H_
