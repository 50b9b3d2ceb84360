#include "engine/count/spilled_runs.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

namespace ciku {
namespace {

// Limited because file descriptors are finite: each counter may hold up to three times this many
// runs, and three counters work at the same time. A larger fan-in would gain little.
constexpr size_t kMaxFanIn = 64;
constexpr unsigned kMaxLevel = 64;

}  // namespace

void LeveledRuns::Add(BlockFile run) {
  Keep(std::move(run), 0);
  MergeFullLevels();
}

std::vector<const BlockFile*> LeveledRuns::ToMerge() {
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
    Replace(std::move(taken));
  }
  std::vector<const BlockFile*> runs;
  for (const LeveledRun& run : runs_) runs.push_back(&run.run);
  return runs;
}

size_t LeveledRuns::MergeThreads() {
  return std::clamp(FanIn(config_.memory) / runs_.size(), size_t{1}, config_.threads);
}

Json LeveledRuns::Save(const WorkFolder& folder) const {
  Json saved = Json::array();
  for (const LeveledRun& run : runs_) {
    saved.push_back({{"level", run.level}, {"run", folder.NameOf(run.run)}});
  }
  return saved;
}

void LeveledRuns::Restore(const WorkFolder& folder, const Json& saved) {
  for (const Json& run : saved) {
    Keep(folder.OpenBlockFile(run.at("run")), static_cast<unsigned>(CountIn(run, "level")));
  }
}

void LeveledRuns::Replace(std::vector<LeveledRun> runs) {
  std::vector<const BlockFile*> files;
  for (const LeveledRun& run : runs) files.push_back(&run.run);
  Keep(Merge(files), runs.back().level + 1);
  Drop(&runs);
}

void LeveledRuns::Keep(BlockFile run, unsigned level) {
  spilled_bytes_ += run.bytes();
  config_.spills->Grow(run.bytes());
  const std::lock_guard lock(runs_mutex_);
  runs_.push_back({std::move(run), level});
}

void LeveledRuns::Drop(std::vector<LeveledRun>* runs) {
  for (const LeveledRun& run : *runs) config_.spills->Shrink(run.run.bytes());
  runs->clear();
}

size_t LeveledRuns::FanIn(size_t memory) {
  const std::lock_guard lock(runs_mutex_);
  size_t block = kEntryBlockSize;
  for (const LeveledRun& run : runs_) block = std::max(block, run.run.largest_block());
  return std::clamp(memory / block, size_t{2}, kMaxFanIn);
}

// Merges the runs of a level into one run of the next level once there are as many of them as a
// quarter of the memory can merge. Only one thread merges at a time. Other threads that spill wait
// for it only if runs would pile up.
void LeveledRuns::MergeFullLevels() {
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
      Replace(std::move(full));
    }
  }
}

// Takes `count` runs of a level out of the list, or none if there are fewer.
std::vector<LeveledRuns::LeveledRun> LeveledRuns::Take(unsigned level, size_t count) {
  const std::lock_guard lock(runs_mutex_);
  const auto begin = std::stable_partition(
      runs_.begin(), runs_.end(), [&](const LeveledRun& run) { return run.level != level; });
  if (static_cast<size_t>(runs_.end() - begin) < count) return {};
  const auto end = begin + static_cast<std::ptrdiff_t>(count);
  std::vector<LeveledRun> taken(std::make_move_iterator(begin), std::make_move_iterator(end));
  runs_.erase(begin, end);
  return taken;
}

size_t LeveledRuns::run_count() {
  const std::lock_guard lock(runs_mutex_);
  return runs_.size();
}

}  // namespace ciku
