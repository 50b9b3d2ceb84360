// The sorted runs that a counter has spilled.
//
// When there are many runs, they are merged into one, level by level. So the number of times that a
// byte is rewritten grows only with the logarithm of the input.
//
// Each run is an open file. Where few files may be open, runs are also merged to have fewer of
// them: the smallest first, so that the cost stays the same as long as about ten runs can be kept.
#ifndef CIKU_ENGINE_COUNT_SPILLED_RUNS_H_
#define CIKU_ENGINE_COUNT_SPILLED_RUNS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "engine/count/sorted_entries.h"
#include "io/output/work_folder.h"

namespace ciku {

struct CounterConfig {
  // For the maps of all threads and for merging, in bytes.
  size_t memory = size_t{64} << 20;
  size_t threads = 1;
  // The folder that runs are spilled to. Must outlive the counter.
  SpillFolder* spills = nullptr;
};

// The runs of any kind of keys and counts: their files, levels and memory. SpilledRuns says how to
// write and merge them. Any number of threads may add runs; all other calls must come from one
// thread at a time.
class LeveledRuns {
 public:
  // Adds a run, and merges runs if there are many.
  void Add(BlockFile run);

  bool empty() const { return runs_.empty(); }

  // Returns the runs for the final merge. If there are too many for each thread to merge within its
  // share of the memory, some of them are merged first.
  std::vector<const BlockFile*> ToMerge();

  // Returns how many partitions can be merged at the same time within the memory.
  size_t MergeThreads();

  // Returns the value that a manifest has to hold for Restore. `folder` must be config.spills. If
  // that only adds up a range of keys, makes one run of that range first.
  Json Save(const WorkFolder& folder);

  // Adds the saved runs. Throws CorruptionError.
  void Restore(const WorkFolder& folder, const Json& saved);

  void Clear() { Drop(&runs_); }

  // The bytes spilled so far.
  uint64_t spilled_bytes() const { return spilled_bytes_; }

 protected:
  explicit LeveledRuns(const CounterConfig& config) : config_(config) {}
  LeveledRuns(const LeveledRuns&) = delete;
  LeveledRuns& operator=(const LeveledRuns&) = delete;
  virtual ~LeveledRuns() { Clear(); }

  SpillFolder* spills() const { return config_.spills; }

 private:
  struct LeveledRun {
    BlockFile run;
    unsigned level;  // how many merges its oldest entries have gone through
  };

  // Writes one run with all entries of these runs, of the range that config.spills adds up.
  virtual BlockFile Merge(const std::vector<const BlockFile*>& runs) = 0;

  // Merges the runs into one of this level, and drops them.
  void Replace(std::vector<LeveledRun> runs, unsigned level);

  void Keep(BlockFile run, unsigned level);
  void Drop(std::vector<LeveledRun>* runs);

  // Returns how many runs can be merged at once in `memory` bytes.
  size_t FanIn(size_t memory);

  void MergeFullLevels();
  std::vector<LeveledRun> Take(unsigned level, size_t count);

  // Merges runs until few enough files are open.
  void MakeRoom();
  std::vector<LeveledRun> TakeSmallest(size_t most);
  size_t run_count();

  const CounterConfig config_;
  std::mutex runs_mutex_;
  std::vector<LeveledRun> runs_;
  std::mutex merge_mutex_;
  std::atomic<uint64_t> spilled_bytes_ = 0;
};

// The runs of one kind of keys and counts. For threads as LeveledRuns.
template <typename Key, typename Count = uint64_t>
class SpilledRuns : public LeveledRuns {
 public:
  // All runs have `partitions` partitions. Merging may take a quarter of config.memory while runs
  // are still being added, and all of it afterwards.
  SpilledRuns(const CounterConfig& config, size_t partitions)
      : LeveledRuns(config), partitions_(partitions) {}

  // Returns a writer for a new run, which must be passed to Add when it is finished.
  EntryWriter<Key, Count> NewRun() { return EntryWriter<Key, Count>(spills()->Create()); }

 private:
  BlockFile Merge(const std::vector<const BlockFile*>& runs) override {
    EntryWriter<Key, Count> writer = NewRun();
    const KeyRange range = spills()->adds_up().value_or(KeyRange());
    for (size_t p = 0; p < partitions_; ++p) {
      writer.BeginPartition();
      if (!range.Holds(p, partitions_)) continue;
      MergePartition<Key, Count>(runs, p,
                                 [&](Key key, const Count& count) { writer.Write(key, count); });
    }
    return writer.Finish();
  }

  const size_t partitions_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_COUNT_SPILLED_RUNS_H_
