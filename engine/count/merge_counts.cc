#include "engine/count/merge_counts.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "engine/count/merge_choice.h"
#include "engine/count/merge_sections.h"
#include "engine/count/merge_summary.h"
#include "engine/sweep/budget.h"
#include "io/error.h"
#include "io/files/open_files.h"
#include "io/utf8.h"

namespace ciku {
namespace {

// More files than this are added up in several rounds: more would gain little.
constexpr size_t kMostAtOnce = 64;

// Returns how many files can be open at the same time. Throws UsageError if the memory does not
// suffice for two.
size_t FilesAtOnce(const MergeSummary& sum, const KeptCounts& kept, const CounterConfig& config) {
  const size_t besides =
      sum.sections.size() * MergeMemoryForEachSection() + MergeMemoryBesides(kept, config.threads);
  // Of each file, the sections, and what each thread reads of it.
  const size_t of_file =
      sum.most_sections * (kSectionMemory + sizeof(std::pair<const CountsFile*, size_t>)) +
      config.threads * MergeMemoryForEachFile(sum.largest_block);
  if (const size_t least = besides + 2 * of_file; least > config.memory) {
    ThrowTooLittle(config.memory, "these counts files", config.threads, least / kMiB + 1);
  }
  const size_t others = MergeFilesBesides(kept, config.threads);
  const size_t left = OpenFilesLeft();
  const size_t descriptors = left < others + 2 ? 2 : left - others;
  return std::min({(config.memory - besides) / of_file, descriptors, kMostAtOnce});
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

// Adds up files that fit in memory at the same time. `paths` are the files that were given by the
// user, for messages.
File Combine(const std::vector<CountsFile>& files, const std::vector<std::string>& paths,
             const CountsDescription& description, const KeptCounts& kept,
             const CounterConfig& config, File output) {
  MergeInputs<HolderCursor>(files, [&](std::string_view input, uint64_t holders) {
    if (holders > 1) ThrowTwice(paths, input);
  });
  CountsWriter writer(std::move(output));
  MergeSections(files, kept, config, &writer);
  MergeInputs<CountsFile::Inputs>(
      files, [&](std::string_view input, uint64_t times) { writer.AddInput(input, times); });
  return writer.Finish(description);
}

// Makes one file of the bins of a merge. They have no section in common.
File JoinBins(const MergeSummary& sum, const KeptCounts& kept, const CounterConfig& config,
              File output) {
  FilesAtOnce(sum, kept, config);  // throws if the memory does not suffice
  CountsWriter writer(std::move(output));
  for (const std::string& path : sum.bins) {
    std::vector<CountsFile> bin;
    bin.emplace_back(path);
    if (kept.min_count > 1) {
      MergeSections(bin, kept, config, &writer);
    } else {
      writer.Append(bin.front());
    }
  }
  const CountsFile any(sum.bins.front());
  for (CountsFile::Inputs input(any); !input.at_end(); input.Next()) {
    writer.AddInput(input.key(), input.count());
  }
  return writer.Finish(sum.description);
}

// Adds up files in rounds, if they are too many to be open at the same time.
class Rounds {
 public:
  // All arguments must outlive this object.
  Rounds(const std::vector<std::string>& paths, const MergeSummary& sum, const KeptCounts& kept,
         const CounterConfig& config)
      : paths_(paths), sum_(sum), kept_(kept), config_(config) {}

  File Run(File output) {
    const size_t at_once = FilesAtOnce(sum_, kept_, config_);
    while (sums_.size() + paths_.size() - next_ > at_once) {
      if (sums_.size() > 1 && sums_.size() > at_once / 2) {
        AddUpSums(at_once);
      } else {
        AddUpNext(at_once);
      }
    }
    std::vector<CountsFile> files = std::move(sums_);
    while (next_ < paths_.size()) files.emplace_back(paths_[next_++]);
    return Combine(files, paths_, sum_.description, kept_, config_, std::move(output));
  }

 private:
  // Adds up files, of which the sum will be added to others. Nothing that is rare in it may be left
  // out yet.
  File Add(const std::vector<CountsFile>& files) {
    const KeptCounts all{kept_.bin, 1, kept_.order};
    const CountsDescription description{sum_.description.about, sum_.description.totals};
    return Combine(files, paths_, description, all, config_, config_.spills->Create());
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
    sums_.emplace_back(Add(files));
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
    sums_.emplace_back(Add(files));
  }

  const std::vector<std::string>& paths_;
  const MergeSummary& sum_;
  const KeptCounts& kept_;
  const CounterConfig& config_;
  size_t next_ = 0;               // the first path that was not added up yet
  std::vector<CountsFile> sums_;  // of several files each
};

}  // namespace

File MergeCounts(const std::vector<std::string>& paths, const MergeOptions& options,
                 const CounterConfig& config, File output) {
  const MergeSummary sum = Summarize(paths, options);
  // What is rare may be missing already.
  const uint64_t least = options.min_count > sum.min_count ? options.min_count : 1;
  const KeptCounts kept{sum.description.bin.value_or(CountsBin()), least, sum.order};
  if (!sum.bins.empty()) return JoinBins(sum, kept, config, std::move(output));
  return Rounds(paths, sum, kept, config).Run(std::move(output));
}

}  // namespace ciku
