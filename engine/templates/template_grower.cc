#include "engine/templates/template_grower.h"

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "engine/count/sorted_entries.h"
#include "engine/sweep/per_thread.h"
#include "engine/templates/one_word_templates.h"
#include "engine/templates/path_sums.h"
#include "engine/templates/run_steps.h"
#include "engine/templates/run_stream.h"
#include "io/bytes.h"
#include "io/error.h"

namespace ciku {
namespace {

// One thread's part of a sweep, for the runs whose paths are counted in `Number`. The first sweep
// reads runs. Later sweeps read records: a run, and the prefixes that can be extended in it, which
// are two words shorter than those that the sweep counts:
//
//   record   := run prefix* varint(0)
//   prefix   := varint(its number + 1)  varint(arrivals)  { varint(node) paths } for each
//
// If a record becomes larger than a block, it ends, and another record of the same run follows.
template <typename Number>
class RunGrower {
 public:
  struct Sweep {
    const PrefixTrie& trie;
    PathTally* tally;
    RunStreamWriter::Part* part;
  };

  // Reads the rest of a record, after the run.
  void Grow(const Sweep& sweep, const LinkedRun& run, const PathSums<Number>& sums, const char** at,
            const char* end) {
    begun_ = false;
    if (sweep.trie.depth() == 1) {
      prefix_.assign(1, {LinkedRun::kBegin, Number(1), 0});
      Extend(sweep, run, sums, 0);
      return EndRecord(sweep);
    }
    for (uint64_t prefix; (prefix = ReadNumber(at, end)) != 0;) {
      ReadPrefix(run, at, end);
      Extend(sweep, run, sums, static_cast<uint32_t>(prefix - 1));
    }
    EndRecord(sweep);
  }

 private:
  using Arrivals = std::vector<Arrival<Number>>;

  static uint64_t ReadNumber(const char** at, const char* end) {
    uint64_t number;
    if (!ReadVarint(at, end, &number)) ThrowBadRecord();
    return number;
  }

  void ReadPrefix(const LinkedRun& run, const char** at, const char* end) {
    prefix_.clear();
    for (uint64_t left = ReadNumber(at, end); left > 0; --left) {
      const uint64_t node = ReadNumber(at, end);
      Number paths;
      if (node > run.size() || !CountCodec<Number>::Read(at, end, &paths)) ThrowBadRecord();
      prefix_.push_back({node, std::move(paths), 0});
    }
  }

  // Extends a prefix to the prefixes of the last level, and counts the steps from these.
  void Extend(const Sweep& sweep, const LinkedRun& run, const PathSums<Number>& sums,
              uint32_t prefix) {
    steps_.Take(run, prefix_, &longer_);
    RunSteps<Number>::ForEachStep(longer_, [&](std::span<const Arrival<Number>> arrivals) {
      const std::optional<uint32_t> child = sweep.trie.Find(prefix, arrivals.front().step);
      if (!child) return;
      counter_.Count(run, sums, *child, arrivals, sweep.tally);
      const bool goes_on = std::any_of(arrivals.begin(), arrivals.end(), [&](const auto& arrival) {
        return !run.IsEnd(arrival.node);
      });
      if (goes_on) WritePrefix(sweep, run, *child, arrivals);
    });
  }

  void WritePrefix(const Sweep& sweep, const LinkedRun& run, uint32_t prefix,
                   std::span<const Arrival<Number>> arrivals) {
    std::string* const out = sweep.part->block();
    if (!begun_) run.Encode(out);
    begun_ = true;
    AppendVarint(uint64_t{prefix} + 1, out);
    AppendVarint(arrivals.size(), out);
    for (const auto& arrival : arrivals) {
      AppendVarint(arrival.node, out);
      CountCodec<Number>::Append(arrival.paths, out);
    }
    if (out->size() >= RunStreamWriter::kBlockSize) EndRecord(sweep);
  }

  void EndRecord(const Sweep& sweep) {
    if (!begun_) return;
    AppendVarint(0, sweep.part->block());
    sweep.part->EndRecord();
    begun_ = false;
  }

  bool begun_ = false;  // whether the record has begun
  StepCounter<Number> counter_;
  RunSteps<Number> steps_;
  Arrivals prefix_;
  Arrivals longer_;
};

// What each thread has for itself.
struct Growers {
  PathTally tally;
  RunStreamWriter::Part* part;
  LinkedRun run = {};
  PathSums<uint64_t> small_sums = {};
  PathSums<BigCount> big_sums = {};
  RunGrower<uint64_t> small = {};
  RunGrower<BigCount> big = {};

  // Reads a run's record.
  void Grow(const PrefixTrie& trie, const char** at, const char* end) {
    if (!run.Decode(at, end)) ThrowBadRecord();
    if (small_sums.Compute(run)) {
      small.Grow({trie, &tally, part}, run, small_sums, at, end);
    } else {
      big_sums.Compute(run);
      big.Grow({trie, &tally, part}, run, big_sums, at, end);
    }
  }
};

// The name of these passes in a work folder.
constexpr const char* kGrowTemplates = "grow templates";

// Writes templates to a block file of a work folder: one partition for each level, in which the key
// of a template is 2 prefix + ends_in_gap.
Json SaveTemplates(std::vector<FoundTemplate> found, WorkFolder* folder) {
  const auto key = [](const FoundTemplate& of) {
    return uint64_t{of.prefix} << 1 | (of.ends_in_gap ? 1 : 0);
  };
  std::sort(found.begin(), found.end(), [&](const FoundTemplate& a, const FoundTemplate& b) {
    return a.level != b.level ? a.level < b.level : key(a) < key(b);
  });
  EntryWriter<uint64_t, BigCount> writer(folder->Create());
  uint32_t levels = 0;
  for (const FoundTemplate& of : found) {
    for (; levels <= of.level; ++levels) writer.BeginPartition();
    writer.Write(key(of), of.count);
  }
  return folder->NameOf(writer.Finish());
}

std::vector<FoundTemplate> RestoreTemplates(const WorkFolder& folder, const Json& saved) {
  std::vector<FoundTemplate> found;
  const BlockFile file = folder.OpenBlockFile(saved);
  for (uint32_t level = 0; level < file.partitions().size(); ++level) {
    for (EntryCursor<uint64_t, BigCount> entry(file, level); !entry.at_end(); entry.Next()) {
      found.push_back(
          {entry.count(), level, static_cast<uint32_t>(entry.key() >> 1), (entry.key() & 1) != 0});
    }
  }
  return found;
}

}  // namespace

TemplateGrower::TemplateGrower(LinkedRuns* linked, const Config& config, const Storage& storage)
    : config_(config), storage_(storage), runs_(std::move(linked->runs)) {
  if (storage.work() != nullptr && !storage.work()->Find(kGrowTemplates).is_null()) {
    Restore(storage.work()->Find(kGrowTemplates));
  } else {
    ChooseOneWordTemplates(linked->one_word_templates.get());
    Choose(linked->first_words.get());
  }
}

void TemplateGrower::Grow() {
  PathCounter counter(config_.counter);
  Sweep(&counter);
  Choose(&counter);
  if (storage_.work() != nullptr && Clock::now() - recorded_ >= storage_.checkpoint_interval()) {
    Record();
  }
}

// Of the earlier passes only the totals are kept; the rest is not needed any more.
void TemplateGrower::Record() {
  const Json state = {{"prefixes", trie_.Save(storage_.work())},
                      {"templates", SaveTemplates(found_, storage_.work())},
                      {"runs", runs_.Save(*storage_.work())}};
  RecordInPlaceOf(storage_.work(), kGrowTemplates, state, kCountPaths,
                  {"runs", "one_word_templates", "first_words"});
  recorded_ = Clock::now();
}

void TemplateGrower::Restore(const Json& saved) {
  trie_.Restore(*storage_.work(), saved.at("prefixes"));
  found_ = RestoreTemplates(*storage_.work(), saved.at("templates"));
  runs_ = RunStream::Restore(storage_.work(), saved.at("runs"));
}

void TemplateGrower::Sweep(PathCounter* counter) {
  RunStreamWriter writer(config_.counter.spills);
  const auto new_growers = [&] {
    return Growers{PathTally(config_.weight, counter), &writer.local()};
  };
  PerThread<Growers> locals(new_growers);
  runs_.ForEachBlock(config_.counter.threads, [&](std::string_view block) {
    Growers& local = locals.local();
    for (const char *at = block.data(), *end = at + block.size(); at < end;) {
      local.Grow(trie_, &at, end);
    }
  });
  for (Growers& local : locals) local.tally.Flush();
  runs_ = writer.Finish();
}

// Drops the steps that count less than the least count. Of the others, steps to an end make
// templates, and steps to a word make prefixes of the next level.
void TemplateGrower::Choose(PathCounter* counter) {
  const auto level = static_cast<uint32_t>(trie_.depth());
  std::vector<uint64_t> keys;
  std::mutex mutex;
  counter->ForEach([&](size_t, uint64_t key, const BigCount& count) {
    if (count < config_.least) return;
    const std::lock_guard lock(mutex);
    CheckMemory(keys.size(), count);
    const PrefixTrie::Step step = PrefixTrie::StepOf(key);
    if (PrefixTrie::WordOf(step) == kNoWordId) {
      found_.push_back({count, level, PrefixTrie::PrefixOf(key), PrefixTrie::HasGap(step)});
    } else {
      keys.push_back(key);
    }
  });
  spilled_bytes_ += counter->spilled_bytes();
  std::sort(keys.begin(), keys.end());
  trie_.AddLevel(std::move(keys));
}

void TemplateGrower::ChooseOneWordTemplates(PathCounter* counter) {
  std::mutex mutex;
  counter->ForEach([&](size_t, uint64_t key, const BigCount& count) {
    if (count < config_.least) return;
    const std::lock_guard lock(mutex);
    CheckMemory(0, count);
    const OneWordTemplate word = OneWordTemplate::Of(key);
    found_.push_back({count, 0, word.step, word.ends_in_gap});
  });
  spilled_bytes_ += counter->spilled_bytes();
}

// Throws UsageError if there is no room for one more template of this count, or for one more key
// besides `keys`.
void TemplateGrower::CheckMemory(size_t keys, const BigCount& count) const {
  // A growing vector briefly takes both its old and its new memory.
  const size_t bytes = trie_.bytes() + 3 * keys * sizeof(uint64_t) +
                       3 * found_.size() * (sizeof(FoundTemplate) + HeapBytes(count));
  if (bytes <= config_.prefixes) return;
  throw UsageError(
      "the candidates for templates do not fit the memory budget; raise --memory, --min-proba or "
      "--min-count");
}

}  // namespace ciku
