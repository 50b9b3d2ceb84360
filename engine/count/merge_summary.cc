#include "engine/count/merge_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "io/error.h"
#include "io/number_ranges.h"
#include "io/utf8.h"

namespace ciku {
namespace {

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

// Throws InputError if the options, or other files, do not go with the limits of a file.
void CheckLimits(const CountsFile& file, bool alone, const MergeOptions& options) {
  if (file.bin() && options.bins > 0) {
    throw InputError(fmt::format("{}: is bin {} of {} already; merge all of these before",
                                 Printable(file.path()), file.bin()->number, file.bin()->of));
  }
  if (file.min_count() <= 1) return;
  if (!alone && !file.bin()) {
    throw InputError(
        fmt::format("{}: was merged with --min-count {}: it lacks counts and cannot be added to "
                    "others; merge what it was made of",
                    Printable(file.path()), file.min_count()));
  }
  if (options.min_count > 1 && options.min_count < file.min_count()) {
    throw InputError(
        fmt::format("{}: was merged with --min-count {}, which --min-count {} cannot "
                    "undo",
                    Printable(file.path()), file.min_count(), options.min_count));
  }
}

// Collects the bins of one merge.
class BinList {
 public:
  // Adds a file. Throws InputError if the files are not bins of one merge.
  void Add(const CountsFile& file) {
    const CountsBin& bin = file.bin().value();
    if (members_.empty()) {
      first_path_ = file.path();
      of_ = bin.of;
      totals_ = file.totals();
      inputs_digest_ = file.inputs_digest();
      min_count_ = file.min_count();
      parts_ = file.parts().ToJson();
    }
    if (bin.of != of_ || file.totals() != totals_ || file.parts().ToJson() != parts_ ||
        file.inputs_digest() != inputs_digest_ || file.min_count() != min_count_) {
      ThrowOther(first_path_, file.path());
    }
    const auto [found, is_new] = members_.emplace(bin.number, Member{file.path(), bin});
    if (is_new) return;
    throw InputError(fmt::format("{} and {} are both bin {} of {}; leave one of the two out",
                                 Printable(found->second.path), Printable(file.path()), bin.number,
                                 bin.of));
  }

  // Returns the paths in the order of the bins. Throws InputError if bins are missing, or if their
  // ranges do not follow each other.
  std::vector<std::string> Paths() const {
    if (members_.empty()) return {};
    CheckComplete();
    std::vector<std::string> paths;
    const Member* before = nullptr;
    for (const auto& [number, member] : members_) {
      if (before != nullptr && before->bin.end != member.bin.from) {
        ThrowOther(before->path, member.path);
      }
      before = &member;
      paths.push_back(member.path);
    }
    return paths;
  }

 private:
  struct Member {
    std::string path;
    CountsBin bin;
  };

  [[noreturn]] static void ThrowOther(const std::string& a, const std::string& b) {
    throw InputError(
        fmt::format("{} and {} are bins of different merges: of other files, or with "
                    "other options",
                    Printable(a), Printable(b)));
  }

  void CheckComplete() const {
    if (members_.size() == of_) return;
    // A number may be huge in a file that ciku did not write.
    constexpr size_t kMostListed = 1000;
    std::vector<uint64_t> missing;
    for (uint64_t number = 1; number <= of_ && missing.size() < kMostListed; ++number) {
      if (!members_.contains(number)) missing.push_back(number);
    }
    throw InputError(fmt::format("of the {} bins of this merge, {} missing: {}", of_,
                                 of_ - members_.size() == 1 ? "one is" : "some are",
                                 NumberRanges(missing)));
  }

  // What all bins of a merge have in common, as the first file says it.
  std::string first_path_;
  uint64_t of_ = 0;
  Json totals_;
  uint64_t inputs_digest_ = 0;
  uint64_t min_count_ = 1;
  Json parts_;
  std::map<uint64_t, Member> members_;  // by the numbers of their bins
};

}  // namespace

MergeSummary Summarize(const std::vector<std::string>& paths, const MergeOptions& options) {
  MergeSummary sum;
  CountsDescription& description = sum.description;
  BinList bins;
  std::optional<bool> has_bin;
  for (const std::string& path : paths) {
    const CountsFile counts(path);
    if (counts.about(kWhat) == kJointsKept) {
      throw InputError(
          Printable(path) +
          ": holds joints, which cannot be added up; add up counts, and weigh the sum");
    }
    if (&path == &paths.front()) {
      description.about = counts.about();
      description.totals = counts.bin() ? counts.totals() : Json::object();
      description.min_count = std::max(counts.min_count(), options.min_count);
      sum.min_count = counts.min_count();
      sum.order = counts.order();
      has_bin = counts.bin().has_value();
    }
    CheckSame(paths.front(), description.about, path, counts.about());
    CheckLimits(counts, paths.size() == 1, options);
    if (*has_bin != counts.bin().has_value()) {
      throw InputError(fmt::format("{} and {} cannot be added up: only one of the two is a bin",
                                   Printable(paths.front()), Printable(path)));
    }
    if (*has_bin) {
      bins.Add(counts);
      description.parts = counts.parts();
    } else {
      AddTotals(counts.totals(), &description.totals);
      description.parts.Add(counts.parts(), path);
    }
    for (size_t i = 0; i < counts.sections().size(); ++i) {
      sum.sections[counts.sections()[i].first] += counts.SectionBytes(i);
    }
    sum.most_sections = std::max(sum.most_sections, counts.sections().size());
    sum.largest_block = std::max(sum.largest_block, counts.largest_block());
  }
  description.parts.DropComplete();
  if (options.complete) description.parts.RequireAll("--complete");
  if (options.min_count > 1) description.parts.RequireAll("--min-count");
  sum.bins = bins.Paths();
  if (options.bins > 0) description.bin = BinOf(sum.sections, options);
  return sum;
}

CountsBin BinOf(const std::map<char32_t, uint64_t>& sections, const MergeOptions& options) {
  uint64_t total = 0;
  for (const auto& [first, bytes] : sections) total += bytes;
  // The first character that belongs to none of the first `bins` bins.
  const auto end_of = [&](uint64_t bins) -> uint64_t {
    if (bins == options.bins) return kMaxScalar + 1;
    const uint64_t in_row =
        total / options.bins * bins + total % options.bins * bins / options.bins;
    uint64_t end = 0;
    uint64_t before = 0;
    for (const auto& [first, bytes] : sections) {
      if (before + bytes / 2 < in_row) end = first + 1;
      before += bytes;
    }
    return end;
  };
  return {options.bin, options.bins, end_of(options.bin - 1), end_of(options.bin)};
}

}  // namespace ciku
