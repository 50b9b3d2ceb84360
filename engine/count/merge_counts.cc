#include "engine/count/merge_counts.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

#include "engine/count/merge_choice.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/in_order.h"
#include "io/error.h"
#include "io/files/open_files.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// Enough groups to keep all threads busy until the end.
constexpr size_t kGroups = 256;
// More files than this are added up in several rounds: more would gain little.
constexpr size_t kMostAtOnce = 64;

std::string TextOf(const Json& value) { return value.is_null() ? "not given" : PlainText(value); }

[[noreturn]] void ThrowDifferent(const std::string& a, const std::string& b,
                                 const std::string& name, const Json& in_a, const Json& in_b) {
  throw InputError(
      fmt::format("{} and {} cannot be added up: {} is {} in the one and {} in the other",
                  Printable(a), Printable(b), name, TextOf(in_a), TextOf(in_b)));
}

// Throws InputError if the two files count different things.
void CheckSame(const std::string& a, const Json& about_a, const std::string& b,
               const Json& about_b) {
  if (about_a == about_b) return;
  Json names = about_a;
  names.update(about_b);
  // What is counted tells most. A table of characters differs if an option does, and tells least.
  const auto place = [](const std::string& name) {
    return name == kWhat ? 0 : name.starts_with("--") ? 1 : 2;
  };
  for (const int current : {0, 1, 2}) {
    for (const auto& [name, value] : names.items()) {
      if (place(name) != current) continue;
      const Json in_a = about_a.value(name, Json());
      const Json in_b = about_b.value(name, Json());
      if (in_a != in_b) ThrowDifferent(a, b, name, in_a, in_b);
    }
  }
}

// Adds numbers to the totals of the same names.
void AddTotals(const Json& more, Json* totals) {
  for (const auto& [name, value] : more.items()) {
    const uint64_t before = totals->contains(name) ? CountIn(*totals, name.c_str()) : 0;
    (*totals)[name] = before + CountFrom(value);
  }
}

// The sections of one character, from all files that have it.
struct Together {
  CountsSection all;
  std::vector<std::pair<const CountsFile*, size_t>> parts;
};

// The description of the sum and the sizes of the files, found out before anything is added up.
struct Summary {
  CountsDescription description;
  size_t sections = 0;       // in all files; several files may have the same section
  size_t most_sections = 0;  // in one file
  size_t largest_block = kEntryBlockSize;
};

Summary Summarize(const std::vector<std::string>& paths) {
  Summary sum;
  for (const std::string& path : paths) {
    const CountsFile counts(path);
    if (&path == &paths.front()) sum.description.about = counts.about();
    CheckSame(paths.front(), sum.description.about, path, counts.about());
    AddTotals(counts.totals(), &sum.description.totals);
    sum.description.parts.Add(counts.parts(), path);
    sum.sections += counts.sections().size();
    sum.most_sections = std::max(sum.most_sections, counts.sections().size());
    sum.largest_block = std::max(sum.largest_block, counts.largest_block());
  }
  sum.description.parts.DropComplete();
  return sum;
}

// Returns how many files can be open at the same time. Throws UsageError if the memory does not
// suffice for two.
size_t FilesAtOnce(const Summary& sum, const CounterConfig& config) {
  // For each section of the sum: the list of its parts, and the written section, which exists twice
  // for a moment.
  constexpr size_t kForEachSection = sizeof(Together) + 64 + 3 * kSectionMemory;
  const size_t written = std::min<size_t>(sum.sections, kMaxScalar + 1) * kForEachSection;
  // For each file: its sections and, for each thread, a stored block, the decompressed block and a
  // key.
  const size_t of_file =
      sum.most_sections * (kSectionMemory + sizeof(std::pair<const CountsFile*, size_t>)) +
      config.threads * 3 * sum.largest_block;
  if (const size_t least = written + 2 * of_file; least > config.memory) {
    ThrowTooLittle(config.memory, "these counts files", config.threads, least / kMiB + 1);
  }
  // The parts of the sum that wait to be appended to it (WriteParts), the sum itself, and a few
  // more.
  const size_t others = 2 * ThreadsWithinLimits(config.threads) + 4;
  const size_t left = OpenFilesLeft();
  const size_t descriptors = left < others + 2 ? 2 : left - others;
  return std::min({(config.memory - written) / of_file, descriptors, kMostAtOnce});
}

bool HoldsInput(const std::string& path, std::string_view input) {
  const CountsFile counts(path);
  CountsFile::Inputs entry(counts);
  while (!entry.at_end() && entry.key() < input) entry.Next();
  return !entry.at_end() && entry.key() == input;
}

[[noreturn]] void ThrowTwice(const std::vector<std::string>& paths, std::string_view input) {
  std::vector<std::string> holders;
  for (const std::string& path : paths) {
    if (holders.size() < 2 && HoldsInput(path, input)) holders.push_back(Printable(path));
  }
  // The name comes after the fingerprint and the size, which have 16 digits each.
  const std::string name = Printable(std::string(input.substr(34)));
  throw InputError(fmt::format(
      "{} both hold the counts of {}: it would be counted twice; leave one of the two out",
      fmt::join(holders, " and "), name));
}

// Counts 1 for each input of a file, so that the sum is the number of files that hold the input.
struct HolderCursor : CountsFile::Inputs {
  using Inputs::Inputs;
  uint64_t count() const { return 1; }
};

// Calls visit(key, sum) for the inputs of all files. `sum` adds up the counts that each `Cursor`
// has for the key.
template <typename Cursor, typename Visit>
void MergeInputs(const std::vector<CountsFile>& files, const Visit& visit) {
  std::vector<std::unique_ptr<Cursor>> cursors;
  for (const CountsFile& file : files) cursors.push_back(std::make_unique<Cursor>(file));
  MergeCursors<std::string_view>(std::move(cursors), visit);
}

std::vector<Together> BringTogether(const std::vector<CountsFile>& files) {
  std::map<char32_t, Together> by_first;
  for (const CountsFile& file : files) {
    for (size_t i = 0; i < file.sections().size(); ++i) {
      const auto& [first, count] = file.sections()[i];
      Together& together = by_first[first];
      together.all = {first, together.all.count + count};
      together.parts.emplace_back(&file, i);
    }
  }
  std::vector<Together> sections;
  for (auto& [first, together] : by_first) sections.push_back(std::move(together));
  return sections;
}

void MergeSection(const Together& together, SectionWriter* writer) {
  std::vector<std::unique_ptr<CountsFile::Section>> cursors;
  for (const auto& [file, section] : together.parts) {
    cursors.push_back(std::make_unique<CountsFile::Section>(*file, section));
  }
  MergeCursors<std::string_view>(
      std::move(cursors), [&](std::string_view key, uint64_t count) { writer->Add(key, count); });
}

// Adds up files that fit in memory at the same time. `paths` are the files that were given by the
// user, for messages.
File Combine(const std::vector<CountsFile>& files, const std::vector<std::string>& paths,
             const CountsDescription& description, const CounterConfig& config, File output) {
  MergeInputs<HolderCursor>(files, [&](std::string_view input, uint64_t holders) {
    if (holders > 1) ThrowTwice(paths, input);
  });
  const std::vector<Together> sections = BringTogether(files);
  std::vector<CountsSection> sizes;
  for (const Together& together : sections) sizes.push_back(together.all);
  const std::vector<size_t> groups = DivideSections(sizes, kGroups);
  CountsWriter writer(std::move(output));
  WriteParts(
      groups.size() - 1, config.threads, config.spills,
      [&](size_t group, SectionWriter* part) {
        for (size_t i = groups[group]; i < groups[group + 1]; ++i) MergeSection(sections[i], part);
      },
      &writer);
  MergeInputs<CountsFile::Inputs>(
      files, [&](std::string_view input, uint64_t times) { writer.AddInput(input, times); });
  return writer.Finish(description);
}

// Adds up files in rounds, if they are too many to be open at the same time.
class Rounds {
 public:
  // All arguments must outlive this object.
  Rounds(const std::vector<std::string>& paths, bool complete, const CounterConfig& config)
      : paths_(paths), config_(config), sum_(Summarize(paths)) {
    if (complete) sum_.description.parts.RequireAll("--complete");
  }

  File Run(File output) {
    const size_t at_once = FilesAtOnce(sum_, config_);
    while (sums_.size() + paths_.size() - next_ > at_once) {
      if (sums_.size() > 1 && sums_.size() > at_once / 2) {
        AddUpSums(at_once);
      } else {
        AddUpNext(at_once);
      }
    }
    std::vector<CountsFile> files = std::move(sums_);
    while (next_ < paths_.size()) files.emplace_back(paths_[next_++]);
    return Add(files, std::move(output));
  }

 private:
  File Add(const std::vector<CountsFile>& files, File output) {
    return Combine(files, paths_, sum_.description, config_, std::move(output));
  }

  // Adds up files until no more can be open besides the sums of earlier rounds. If that would be a
  // single file, the last sum is added, too.
  void AddUpNext(size_t at_once) {
    std::vector<CountsFile> files;
    if (at_once - sums_.size() < 2) {
      files.push_back(std::move(sums_.back()));
      sums_.pop_back();
    }
    while (next_ < paths_.size() && sums_.size() + files.size() < at_once) {
      files.emplace_back(paths_[next_++]);
    }
    sums_.emplace_back(Add(files, config_.spills->Create()));
  }

  // Adds up the smallest sums.
  void AddUpSums(size_t at_once) {
    const auto smaller = [](const CountsFile& a, const CountsFile& b) {
      return a.bytes() < b.bytes();
    };
    std::sort(sums_.begin(), sums_.end(), smaller);
    std::vector<uint64_t> sizes;
    for (const CountsFile& file : sums_) sizes.push_back(file.bytes());
    const auto end = sums_.begin() + static_cast<std::ptrdiff_t>(CountToMerge(sizes, at_once));
    const std::vector<CountsFile> files(std::make_move_iterator(sums_.begin()),
                                        std::make_move_iterator(end));
    sums_.erase(sums_.begin(), end);
    sums_.emplace_back(Add(files, config_.spills->Create()));
  }

  const std::vector<std::string>& paths_;
  const CounterConfig& config_;
  const Summary sum_;
  size_t next_ = 0;               // the first path that was not added up yet
  std::vector<CountsFile> sums_;  // of several files each
};

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

File MergeCounts(const std::vector<std::string>& paths, bool complete, const CounterConfig& config,
                 File output) {
  return Rounds(paths, complete, config).Run(std::move(output));
}

}  // namespace ciku
