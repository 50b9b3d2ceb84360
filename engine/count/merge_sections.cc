#include "engine/count/merge_sections.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "engine/count/window_cutter.h"
#include "engine/sweep/budget.h"
#include "io/files/open_files.h"

namespace ciku {
namespace {

// Enough groups to keep all threads busy until the end.
constexpr size_t kGroups = 256;
// The parts of the sum of each thread that wait to be appended to it (WriteParts); and the sum
// itself, with a few more.
constexpr size_t kPartsOfThread = 2;
constexpr size_t kFilesBesides = 4;

// The sections of one character, from all files that have it.
struct Together {
  CountsSection all;
  std::vector<std::pair<const CountsFile*, size_t>> parts;
};

std::vector<Together> BringTogether(const std::vector<CountsFile>& files, const CountsBin& bin) {
  std::map<char32_t, Together> by_first;
  for (const CountsFile& file : files) {
    for (size_t i = 0; i < file.sections().size(); ++i) {
      const auto& [first, count] = file.sections()[i];
      if (!bin.Holds(first)) continue;
      Together& together = by_first[first];
      together.all = {first, together.all.count + count};
      together.parts.emplace_back(&file, i);
    }
  }
  std::vector<Together> sections;
  for (auto& [first, together] : by_first) sections.push_back(std::move(together));
  return sections;
}

// Calls add(key, sum) for the keys of a section.
template <typename Add>
void MergeSection(const Together& together, const Add& add) {
  std::vector<std::unique_ptr<CountsFile::Section>> cursors;
  for (const auto& [file, section] : together.parts) {
    cursors.push_back(std::make_unique<CountsFile::Section>(*file, section));
  }
  MergeCursors<std::string_view>(std::move(cursors), add);
}

void MergeGroup(std::span<const Together> sections, const KeptCounts& kept, SpillFolder* spills,
                SectionWriter* part) {
  if (kept.cuts_windows()) {
    WindowCutter cutter(kept.order, kept.min_count, spills);
    const auto add = [&](std::string_view key, uint64_t count) { cutter.Add(key, count); };
    for (const Together& together : sections) MergeSection(together, add);
    return cutter.Finish(part);
  }
  const uint64_t least = kept.order == 0 ? kept.min_count : 1;
  const auto add = [&](std::string_view key, uint64_t count) {
    if (count >= least) part->Add(key, count);
  };
  for (const Together& together : sections) MergeSection(together, add);
}

size_t FilesOfThread(const KeptCounts& kept) {
  return kPartsOfThread + (kept.cuts_windows() ? WindowCutter::MostFiles(kept.order) : 0);
}

// How many threads there may be files for.
size_t Threads(const KeptCounts& kept, size_t threads) {
  if (!kept.cuts_windows()) return threads;
  const size_t left = OpenFilesLeft();
  const size_t files = left - std::min(left, kFilesBesides);
  return std::clamp<size_t>(files / FilesOfThread(kept), 1, threads);
}

}  // namespace

std::vector<size_t> DivideSections(const std::vector<CountsSection>& sections, size_t most) {
  uint64_t total = 0;
  for (const CountsSection& section : sections) total += section.count;
  const uint64_t share = std::max<uint64_t>(total / most, 1);
  std::vector<size_t> begins = {0};
  uint64_t of_group = 0;
  for (size_t i = 0; i < sections.size(); ++i) {
    if (of_group >= share && begins.size() < most) {
      begins.push_back(i);
      of_group = 0;
    }
    of_group += sections[i].count;
  }
  if (!sections.empty()) begins.push_back(sections.size());
  return begins;
}

void MergeSections(const std::vector<CountsFile>& files, const KeptCounts& kept,
                   const CounterConfig& config, CountsWriter* writer) {
  const std::vector<Together> sections = BringTogether(files, kept.bin);
  std::vector<CountsSection> sizes;
  for (const Together& together : sections) sizes.push_back(together.all);
  const std::vector<size_t> groups = DivideSections(sizes, kGroups);
  WriteParts(
      groups.size() - 1, Threads(kept, config.threads), config.spills,
      [&](size_t group, SectionWriter* part) {
        const std::span all(sections);
        MergeGroup(all.subspan(groups[group], groups[group + 1] - groups[group]), kept,
                   config.spills, part);
      },
      writer);
}

size_t MergeMemoryForEachSection() {
  // Its nodes in two maps (the other one is in MergeSummary), the list of its parts, and the
  // written section, which exists twice for a moment.
  return 2 * 64 + sizeof(Together) + 3 * kSectionMemory;
}

size_t MergeMemoryBesides(const KeptCounts& kept, size_t threads) {
  if (!kept.cuts_windows()) return 0;
  return threads * WindowCutter::MostFiles(kept.order) * WindowCutter::kFileMemory;
}

size_t MergeFilesBesides(const KeptCounts& kept, size_t threads) {
  // If there are too few files for all threads, there are fewer threads.
  return kFilesBesides +
         std::max(kPartsOfThread * ThreadsWithinLimits(threads), FilesOfThread(kept));
}

}  // namespace ciku
