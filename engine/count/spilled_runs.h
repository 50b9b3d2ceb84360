// The sorted runs that a counter has spilled.
//
// When there are many runs, they are merged into one, level by level. So the number of times that a
// byte is rewritten grows only with the logarithm of the input.
#ifndef CIKU_ENGINE_COUNT_SPILLED_RUNS_H_
#define CIKU_ENGINE_COUNT_SPILLED_RUNS_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "engine/count/sorted_entries.h"
#include "io/work_folder.h"

namespace ciku {

struct CounterConfig {
  // For the maps of all threads and for merging, in bytes.
  size_t memory = size_t{64} << 20;
  size_t threads = 1;
  // The folder that runs are spilled to. Must outlive the counter.
  SpillFolder* spills = nullptr;
};

// Any number of threads may add runs; all other calls must come from one thread at a time.
template <typename Key, typename Count = uint64_t>
class SpilledRuns {
 public:
  // All runs have `partitions` partitions. Merging may take a quarter of config.memory while runs
  // are still being added, and all of it afterwards.
  SpilledRuns(const CounterConfig& config, size_t partitions)
      : config_(config), partitions_(partitions) {}
  SpilledRuns(const SpilledRuns&) = delete;
  SpilledRuns& operator=(const SpilledRuns&) = delete;
  ~SpilledRuns() { Clear(); }

  // Returns a writer for a new run, which must be passed to Add when it is finished.
  EntryWriter<Key, Count> NewRun() { return EntryWriter<Key, Count>(config_.spills->Create()); }

  // Adds a run, and merges runs if there are many.
  void Add(BlockFile run) {
    Keep(std::move(run), 0);
    MergeFullLevels();
  }

  bool empty() const { return runs_.empty(); }

  // Returns the runs for the final merge. If there are too many for each thread to merge within its
  // share of the memory, some of them are merged first.
  std::vector<const BlockFile*> ToMerge() {
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
      Keep(Merge(taken), taken.back().level + 1);
      Drop(&taken);
    }
    std::vector<const BlockFile*> runs;
    for (const LeveledRun& run : runs_) runs.push_back(&run.run);
    return runs;
  }

  // Returns how many partitions can be merged at the same time within the memory.
  size_t MergeThreads() {
    return std::clamp(FanIn(config_.memory) / runs_.size(), size_t{1}, config_.threads);
  }

  // Returns the value that a manifest has to hold for Restore. `folder` must be config.spills.
  Json Save(const WorkFolder& folder) const {
    Json saved = Json::array();
    for (const LeveledRun& run : runs_) {
      saved.push_back({{"level", run.level}, {"run", folder.NameOf(run.run)}});
    }
    return saved;
  }

  // Adds the saved runs. Throws CorruptionError.
  void Restore(const WorkFolder& folder, const Json& saved) {
    for (const Json& run : saved) {
      Keep(folder.OpenBlockFile(run.at("run")), static_cast<unsigned>(CountIn(run, "level")));
    }
  }

  void Clear() { Drop(&runs_); }

  // The bytes spilled so far.
  uint64_t spilled_bytes() const { return spilled_bytes_; }

 private:
  struct LeveledRun {
    BlockFile run;
    unsigned level;  // how many merges its oldest entries have gone through
  };

  // Limited because file descriptors are finite: each counter may hold up to three times this many
  // runs, and three counters work at the same time. A larger fan-in would gain little.
  static constexpr size_t kMaxFanIn = 64;
  static constexpr unsigned kMaxLevel = 64;

  void Keep(BlockFile run, unsigned level) {
    spilled_bytes_ += run.bytes();
    config_.spills->Grow(run.bytes());
    const std::lock_guard lock(runs_mutex_);
    runs_.push_back({std::move(run), level});
  }

  void Drop(std::vector<LeveledRun>* runs) {
    for (const LeveledRun& run : *runs) config_.spills->Shrink(run.run.bytes());
    runs->clear();
  }

  // Returns how many runs can be merged at once in `memory` bytes.
  size_t FanIn(size_t memory) {
    const std::lock_guard lock(runs_mutex_);
    size_t block = kEntryBlockSize;
    for (const LeveledRun& run : runs_) block = std::max(block, run.run.largest_block());
    return std::clamp(memory / block, size_t{2}, kMaxFanIn);
  }

  // Merges the runs of a level into one run of the next level once there are as many of them as a
  // quarter of the memory can merge. Only one thread merges at a time. Other threads that spill
  // wait for it only if runs would pile up.
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
        std::vector<LeveledRun> full = Take(level, fan_in);
        if (full.empty()) break;
        Keep(Merge(full), level + 1);
        Drop(&full);
      }
    }
  }

  // Takes `count` runs of a level out of the list, or none if there are fewer.
  std::vector<LeveledRun> Take(unsigned level, size_t count) {
    const std::lock_guard lock(runs_mutex_);
    const auto begin = std::stable_partition(
        runs_.begin(), runs_.end(), [&](const LeveledRun& run) { return run.level != level; });
    if (static_cast<size_t>(runs_.end() - begin) < count) return {};
    const auto end = begin + static_cast<std::ptrdiff_t>(count);
    std::vector<LeveledRun> taken(std::make_move_iterator(begin), std::make_move_iterator(end));
    runs_.erase(begin, end);
    return taken;
  }

  BlockFile Merge(const std::vector<LeveledRun>& taken) {
    std::vector<const BlockFile*> runs;
    for (const LeveledRun& run : taken) runs.push_back(&run.run);
    EntryWriter<Key, Count> writer = NewRun();
    for (size_t p = 0; p < partitions_; ++p) {
      writer.BeginPartition();
      MergePartition<Key, Count>(runs, p,
                                 [&](Key key, const Count& count) { writer.Write(key, count); });
    }
    return writer.Finish();
  }

  size_t run_count() {
    const std::lock_guard lock(runs_mutex_);
    return runs_.size();
  }

  const CounterConfig config_;
  const size_t partitions_;
  std::mutex runs_mutex_;
  std::vector<LeveledRun> runs_;
  std::mutex merge_mutex_;
  std::atomic<uint64_t> spilled_bytes_ = 0;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_SPILLED_RUNS_H_
