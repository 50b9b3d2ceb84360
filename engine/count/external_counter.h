// One external counter for every kind of key.
//
// Each thread adds to a map of its own. A map whose share of the budget is full is spilled as a
// sorted run; runs that have become many are merged into one, so that a byte is rewritten a
// number of times that grows with the logarithm of the input only. At the end the maps, or the
// runs, are merged partition by partition, in parallel and without locks.
#ifndef CIKU_ENGINE_COUNT_EXTERNAL_COUNTER_H_
#define CIKU_ENGINE_COUNT_EXTERNAL_COUNTER_H_

#include <fmt/format.h>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "engine/count/run_entries.h"
#include "engine/text/threads.h"
#include "io/error.h"
#include "io/work_folder.h"

namespace ciku {

struct CounterConfig {
  // For the maps of all threads and for merging, in bytes.
  size_t memory = size_t{64} << 20;
  size_t threads = 1;
  // Where runs are written. Must outlive the counter.
  SpillFolder* spills = nullptr;
};

// `Map` is IntegerMap, StringMap or SortingMap. Adding is for any number of threads, each with its
// own map; everything else for one thread at a time.
template <typename Map>
class ExternalCounter {
 public:
  using Key = typename Map::Key;

  explicit ExternalCounter(const CounterConfig& config)
      : config_(config),
        // A quarter is kept for merging runs while the maps are full.
        maps_([this] { return Map(config_.memory / 4 * 3 / config_.threads); }) {}
  ExternalCounter(const ExternalCounter&) = delete;
  ExternalCounter& operator=(const ExternalCounter&) = delete;
  ~ExternalCounter() { Drop(&runs_); }

  // The calling thread's map.
  Map& local() { return maps_.local(); }

  // Adds to the key's count in `map`, which is the calling thread's. `key` is whatever Map::Add
  // takes before the count. Throws UsageError where a single key does not fit the budget.
  template <typename... KeyParts>
  void Add(Map* map, uint32_t count, const KeyParts&... key) {
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
        map->ForEach(p, [&](Key key, uint64_t count) { visit(p, key, count); });
      });
    } else {
      SpillAll();
      const std::vector<const Run*> runs = RunsToMerge();
      ForEachPartition(MergeThreads(), [&](size_t p) {
        MergePartition<Key>(runs, p, [&](Key key, uint64_t count) { visit(p, key, count); });
      });
    }
    Clear();
  }

  // Ends the adding and calls visit(key, count) once for every key, in ascending order. For maps
  // of one partition. The counter is empty afterwards.
  template <typename Visit>
  void ForEachSorted(const Visit& visit) {
    static_assert(Map::kPartitions == 1);
    if (runs_.empty() && SumsFit()) {
      Map* const map = Gather(0);
      if (map == nullptr) return;
      for (const auto& slot : map->Sort(0)) visit(Map::KeyOf(slot), Map::CountOf(slot));
    } else {
      SpillAll();
      MergePartition<Key>(RunsToMerge(), 0, visit);
    }
    Clear();
  }

  // Writes all that is not on disk yet to runs of `folder`, which is where runs are written, and
  // returns what a manifest has to hold for Restore. Adding may go on.
  Json Save(const WorkFolder& folder) {
    SpillMaps([](Map*) {});
    Json saved = Json::array();
    for (const LeveledRun& run : runs_) {
      saved.push_back({{"level", run.level}, {"run", folder.NameOf(run.run)}});
    }
    return saved;
  }

  // Makes a new counter hold what was saved. Throws CorruptionError.
  void Restore(const WorkFolder& folder, const Json& saved) {
    for (const Json& run : saved) {
      AddRun(folder.OpenRun(run.at("run")), static_cast<unsigned>(CountIn(run, "level")));
    }
  }

  // Bytes written to run files so far.
  uint64_t spilled_bytes() const { return spilled_bytes_; }

 private:
  struct LeveledRun {
    Run run;
    unsigned level;  // how many merges its oldest entries have gone through
  };

  // Descriptors are finite: each counter may come to hold three times as many runs, and there are
  // three counters at work at the same time. Beyond it a merge gains little.
  static constexpr size_t kMaxFanIn = 64;
  static constexpr unsigned kMaxLevel = 64;

  template <typename Function>
  static void ForEachPartition(size_t threads, const Function& function) {
    OnThreads(threads, [&] { tbb::parallel_for(size_t{0}, Map::kPartitions, function); });
  }

  // Whether no key's sum over all maps can be too large for a map.
  bool SumsFit() {
    uint64_t total = 0;
    for (const Map& map : maps_) total += map.total();
    return total <= std::numeric_limits<uint32_t>::max();
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

  // Writes the map's entries as a run and clears the map.
  void Spill(Map* map) {
    EntryWriter<Key> writer(config_.spills->Create());
    for (size_t p = 0; p < Map::kPartitions; ++p) {
      writer.BeginPartition();
      for (const auto& slot : map->Sort(p)) writer.Write(Map::KeyOf(slot), Map::CountOf(slot));
    }
    AddRun(writer.Finish(), 0);
    map->Clear();
    MergeFullLevels();
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

  void AddRun(Run run, unsigned level) {
    spilled_bytes_ += run.bytes();
    config_.spills->Grow(run.bytes());
    const std::lock_guard lock(runs_mutex_);
    runs_.push_back({std::move(run), level});
  }

  void Drop(std::vector<LeveledRun>* runs) {
    for (const LeveledRun& run : *runs) config_.spills->Shrink(run.run.bytes());
    runs->clear();
  }

  void Clear() {
    maps_.clear();
    Drop(&runs_);
  }

  // How many runs can be merged at once in `memory` bytes.
  size_t FanIn(size_t memory) {
    const std::lock_guard lock(runs_mutex_);
    size_t block = kRunBlockSize;
    for (const LeveledRun& run : runs_) block = std::max(block, run.run.largest_block());
    return std::clamp(memory / block, size_t{2}, kMaxFanIn);
  }

  // Merges a level's runs into one of the next level once there are as many as a quarter of the
  // memory can merge. One merge at a time; other threads that spill wait for it only when runs
  // would pile up.
  void MergeFullLevels() {
    const size_t fan_in = FanIn(config_.memory / 4);
    std::unique_lock merging(merge_mutex_, std::defer_lock);
    if (run_count() >= 3 * fan_in) {
      merging.lock();
    } else if (!merging.try_lock()) {
      return;
    }
    for (unsigned level = 0; level <= kMaxLevel; ++level) {
      for (;;) {
        std::vector<LeveledRun> full = TakeRuns(level, fan_in);
        if (full.empty()) break;
        AddRun(MergeRuns(full), level + 1);
        Drop(&full);
      }
    }
  }

  // Takes `count` runs of a level out of the list, or none where there are fewer.
  std::vector<LeveledRun> TakeRuns(unsigned level, size_t count) {
    const std::lock_guard lock(runs_mutex_);
    const auto begin = std::stable_partition(
        runs_.begin(), runs_.end(), [&](const LeveledRun& run) { return run.level != level; });
    if (static_cast<size_t>(runs_.end() - begin) < count) return {};
    const auto end = begin + static_cast<std::ptrdiff_t>(count);
    std::vector<LeveledRun> taken(std::make_move_iterator(begin), std::make_move_iterator(end));
    runs_.erase(begin, end);
    return taken;
  }

  Run MergeRuns(const std::vector<LeveledRun>& taken) {
    std::vector<const Run*> runs;
    for (const LeveledRun& run : taken) runs.push_back(&run.run);
    EntryWriter<Key> writer(config_.spills->Create());
    for (size_t p = 0; p < Map::kPartitions; ++p) {
      writer.BeginPartition();
      MergePartition<Key>(runs, p, [&](Key key, uint64_t count) { writer.Write(key, count); });
    }
    return writer.Finish();
  }

  // The runs of the last merge, made few enough for each thread to merge them in its share.
  std::vector<const Run*> RunsToMerge() {
    const size_t fan_in = FanIn(config_.memory / config_.threads);
    while (runs_.size() > fan_in) {
      // Runs of low levels are the smallest and come first.
      std::stable_sort(runs_.begin(), runs_.end(),
                       [](const auto& a, const auto& b) { return a.level < b.level; });
      const auto end =
          runs_.begin() + static_cast<std::ptrdiff_t>(std::min(fan_in, runs_.size() - fan_in + 1));
      std::vector<LeveledRun> taken(std::make_move_iterator(runs_.begin()),
                                    std::make_move_iterator(end));
      runs_.erase(runs_.begin(), end);
      AddRun(MergeRuns(taken), taken.back().level + 1);
      Drop(&taken);
    }
    std::vector<const Run*> runs;
    for (const LeveledRun& run : runs_) runs.push_back(&run.run);
    return runs;
  }

  // How many partitions can be merged at the same time within the memory.
  size_t MergeThreads() {
    return std::clamp(FanIn(config_.memory) / runs_.size(), size_t{1}, config_.threads);
  }

  size_t run_count() {
    const std::lock_guard lock(runs_mutex_);
    return runs_.size();
  }

  const CounterConfig config_;
  tbb::enumerable_thread_specific<Map> maps_;
  std::mutex runs_mutex_;
  std::vector<LeveledRun> runs_;
  std::mutex merge_mutex_;
  std::atomic<uint64_t> spilled_bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_EXTERNAL_COUNTER_H_
