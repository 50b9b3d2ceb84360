#include "engine/count/spilled_runs.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/count/merge_choice.h"
#include "engine/sweep/budget.h"
#include "io/files/open_files.h"

namespace ciku {
namespace {

// A larger fan-in would gain little.
constexpr size_t kMaxFanIn = 64;
constexpr unsigned kMaxLevel = 64;

}  // namespace

void LeveledRuns::Add(BlockFile run) {
  Keep(std::move(run), 0);
  MergeFullLevels();
  MakeRoom();
}

std::vector<const BlockFile*> LeveledRuns::ToMerge() {
  MakeRoom();
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
    const unsigned level = taken.back().level + 1;
    Replace(std::move(taken), level);
  }
  std::vector<const BlockFile*> runs;
  for (const LeveledRun& run : runs_) runs.push_back(&run.run);
  return runs;
}

size_t LeveledRuns::MergeThreads() {
  return std::clamp(FanIn(config_.memory) / runs_.size(), size_t{1}, config_.threads);
}

Json LeveledRuns::Save(const WorkFolder& folder) {
  if (folder.adds_up() && !empty()) {
    ToMerge();
    Replace(std::exchange(runs_, {}), 0);
  }
  Json saved = Json::array();
  for (const LeveledRun& run : runs_) {
    saved.push_back({{"level", run.level}, {"run", folder.NameOf(run.run)}});
  }
  return saved;
}

void LeveledRuns::Restore(const WorkFolder& folder, const Json& saved) {
  for (const Json& run : saved) {
    Keep(folder.OpenBlockFile(run.at("run")), static_cast<unsigned>(CountIn(run, "level")));
    MakeRoom();
  }
}

void LeveledRuns::Replace(std::vector<LeveledRun> runs, unsigned level) {
  std::vector<const BlockFile*> files;
  for (const LeveledRun& run : runs) files.push_back(&run.run);
  Keep(Merge(files), level);
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
      Replace(std::move(full), level + 1);
    }
  }
}

void LeveledRuns::MakeRoom() {
  // Each thread may spill a run or open an input at any moment.
  const size_t reserve = 4 + 2 * ThreadsWithinLimits(config_.threads);
  // A counter has no more runs than the others could still get, so that each has its share.
  const auto is_room = [&] {
    const size_t runs = run_count();
    return runs < 2 || OpenFilesLeft() >= reserve + runs;
  };
  if (is_room()) return;
  const std::lock_guard merging(merge_mutex_);
  while (!is_room()) {
    std::vector<LeveledRun> taken = TakeSmallest(FanIn(config_.memory / 4));
    if (taken.empty()) return;
    unsigned level = 0;
    for (const LeveledRun& run : taken) level = std::max(level, run.level);
    Replace(std::move(taken), level);
  }
}

// Takes the smallest runs out of the list, or none if there are fewer than two.
std::vector<LeveledRuns::LeveledRun> LeveledRuns::TakeSmallest(size_t most) {
  const std::lock_guard lock(runs_mutex_);
  if (runs_.size() < 2) return {};
  std::stable_sort(runs_.begin(), runs_.end(), [](const LeveledRun& a, const LeveledRun& b) {
    return a.run.bytes() < b.run.bytes();
  });
  std::vector<uint64_t> sizes;
  for (const LeveledRun& run : runs_) sizes.push_back(run.run.bytes());
  const auto end = runs_.begin() + static_cast<std::ptrdiff_t>(CountToMerge(sizes, most));
  std::vector<LeveledRun> taken(std::make_move_iterator(runs_.begin()),
                                std::make_move_iterator(end));
  runs_.erase(runs_.begin(), end);
  return taken;
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
