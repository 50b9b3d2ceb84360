#include "engine/templates/template_grower.h"

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <span>
#include <utility>

#include "engine/templates/path_sums.h"
#include "engine/templates/run_record.h"
#include "engine/templates/run_steps.h"
#include "io/bytes.h"
#include "io/error.h"

namespace ciku {
namespace {

// In the first sweep, a word that is alone is counted as a step from one of two prefixes that there
// are none of: with a gap behind it and without.
uint64_t KeyOfAlone(PrefixTrie::Step step, bool ends_in_gap) {
  return PrefixTrie::KeyOf(ends_in_gap ? 2 : 1, step);
}

// One thread's part of a sweep, over runs whose paths are counted in `Number`. A run's record is
// the run and, from the third sweep on, the prefixes of two levels before that go on in it:
//
//   record   := run prefix* varint(0)
//   prefix   := varint(its number + 1)  varint(arrivals)  { varint(node) paths } for each
//
// A record that becomes larger than a block is followed by another one of the same run.
template <typename Number>
class RunGrower {
 public:
  struct Sweep {
    PathWeight weight;
    WordId alone;  // TemplateGrower::Config's
    const PrefixTrie& trie;
    ExternalCounter<SumMap>* counter;
    SumMap* map;
    RunStreamWriter::Part* part;
  };

  // Reads what the record holds behind the run.
  void Grow(const Sweep& sweep, const LinkedRun& run, const PathSums<Number>& sums, const char** at,
            const char* end) {
    begun_ = false;
    const size_t depth = sweep.trie.depth();
    if (depth < 2) {
      prefix_.assign(1, {LinkedRun::kBegin, Number(1), 0});
      if (depth == 0) return Begin(sweep, run, sums);
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

  // The first sweep: counts the words that are alone, and the first steps from the empty prefix.
  // Runs without links are done with.
  void Begin(const Sweep& sweep, const LinkedRun& run, const PathSums<Number>& sums) {
    CountAlone(sweep, run, sums);
    if (!run.HasLinks()) return;
    CountSteps(sweep, run, sums, 0, prefix_);
    run.Encode(sweep.part->block());
    sweep.part->EndRecord();
  }

  void CountAlone(const Sweep& sweep, const LinkedRun& run, const PathSums<Number>& sums) {
    longer_.clear();
    for (const size_t node : run.alone()) {
      if (run.word(node) == kNoWordId || run.word(node) >= sweep.alone) continue;
      const bool has_gap = LinkedRun::HasGap(LinkedRun::kBegin, node);
      const PrefixTrie::Step step = PrefixTrie::StepTo(run.word(node), has_gap);
      if (node == run.size()) {
        Count(sweep, sums, KeyOfAlone(step, false), Number(1));
      } else {
        longer_.push_back({node, Number(1), step});
      }
    }
    std::sort(longer_.begin(), longer_.end(),
              [](const auto& a, const auto& b) { return a.step < b.step; });
    RunSteps<Number>::ForEachStep(longer_, [&](std::span<const Arrival<Number>> arrivals) {
      Count(sweep, sums, KeyOfAlone(arrivals.front().step, true), Number(arrivals.size()));
    });
  }

  // Follows the prefix to those of the last level and counts their steps.
  void Extend(const Sweep& sweep, const LinkedRun& run, const PathSums<Number>& sums,
              uint32_t prefix) {
    steps_.Take(run, prefix_, &longer_);
    RunSteps<Number>::ForEachStep(longer_, [&](std::span<const Arrival<Number>> arrivals) {
      const std::optional<uint32_t> child = sweep.trie.Find(prefix, arrivals.front().step);
      if (!child) return;
      CountSteps(sweep, run, sums, *child, arrivals);
      const bool goes_on = std::any_of(arrivals.begin(), arrivals.end(), [&](const auto& arrival) {
        return !run.IsEnd(arrival.node);
      });
      if (goes_on) WritePrefix(sweep, run, *child, arrivals);
    });
  }

  // Counts what each step from these nodes has at most.
  void CountSteps(const Sweep& sweep, const LinkedRun& run, const PathSums<Number>& sums,
                  uint32_t prefix, std::span<const Arrival<Number>> from) {
    steps_.Take(run, from, &counted_);
    RunSteps<Number>::ForEachStep(counted_, [&](std::span<const Arrival<Number>> arrivals) {
      Number most = 0;
      for (const auto& arrival : arrivals) most += arrival.paths * sums.most(arrival.node);
      Count(sweep, sums, PrefixTrie::KeyOf(prefix, arrivals.front().step), most);
    });
  }

  // Counts paths of a run.
  void Count(const Sweep& sweep, const PathSums<Number>& sums, uint64_t key, const Number& paths) {
    const Number weight = WeightOf(sweep.weight, paths, sums.total());
    if (weight != 0) sweep.counter->Add(sweep.map, BigCount(weight), key);
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

  bool begun_ = false;  // a record
  RunSteps<Number> steps_;
  Arrivals prefix_;
  Arrivals longer_;
  Arrivals counted_;
};

// A thread's.
struct Growers {
  LinkedRun run;
  PathSums<uint64_t> small_sums;
  PathSums<BigCount> big_sums;
  RunGrower<uint64_t> small;
  RunGrower<BigCount> big;
};

}  // namespace

void TemplateGrower::Grow() {
  Counter counter(config_.counter);
  Sweep(&counter);
  Choose(&counter);
  spilled_bytes_ += counter.spilled_bytes();
}

void TemplateGrower::Sweep(Counter* counter) {
  const size_t threads = config_.counter.threads;
  RunStreamWriter writer(config_.counter.spills);
  tbb::enumerable_thread_specific<Growers> locals;
  runs_.ForEachBlock(threads, [&](std::string_view block) {
    Growers& local = locals.local();
    SumMap* const map = &counter->local();
    RunStreamWriter::Part* const part = &writer.local();
    for (const char *at = block.data(), *end = at + block.size(); at < end;) {
      ReadRun(&at, end, &local.run);
      if (local.small_sums.Compute(local.run)) {
        local.small.Grow({config_.weight, config_.alone, trie_, counter, map, part}, local.run,
                         local.small_sums, &at, end);
      } else {
        local.big_sums.Compute(local.run);
        local.big.Grow({config_.weight, config_.alone, trie_, counter, map, part}, local.run,
                       local.big_sums, &at, end);
      }
    }
  });
  runs_ = writer.Finish();
}

// Drops what is counted less than the least count; of the rest, ends of prefixes are templates.
void TemplateGrower::Choose(Counter* counter) {
  const auto level = static_cast<uint32_t>(trie_.depth());
  std::vector<uint64_t> keys;
  std::mutex mutex;
  counter->ForEach([&](size_t, uint64_t key, const BigCount& count) {
    if (count < config_.least) return;
    const std::lock_guard lock(mutex);
    // While they grow, old and new lie side by side.
    const size_t bytes = trie_.bytes() + 3 * keys.size() * sizeof(uint64_t) +
                         3 * found_.size() * (sizeof(FoundTemplate) + HeapBytes(count));
    if (bytes > config_.prefixes) {
      throw UsageError(
          "what may become a template does not fit the memory budget; raise --memory, "
          "--min-proba or --min-count");
    }
    const PrefixTrie::Step step = PrefixTrie::StepOf(key);
    const uint32_t prefix = PrefixTrie::PrefixOf(key);
    if (level == 0 && prefix != 0) {
      found_.push_back({count, 0, 0, step, key == KeyOfAlone(step, true)});
    } else if (PrefixTrie::WordOf(step) == kNoWordId) {
      found_.push_back({count, level, prefix, 0, PrefixTrie::HasGap(step)});
    } else {
      keys.push_back(key);
    }
  });
  std::sort(keys.begin(), keys.end());
  trie_.AddLevel(std::move(keys));
}

}  // namespace ciku
