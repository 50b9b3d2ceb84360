#include "engine/templates/link_runs.h"

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <algorithm>
#include <vector>

#include "engine/templates/linked_run.h"
#include "engine/templates/lone_words.h"
#include "engine/templates/path_sums.h"
#include "engine/templates/run_record.h"
#include "engine/templates/step_counter.h"

namespace ciku {
namespace {

// Counts the paths of runs that have numbers of them of one type.
template <typename Number>
struct RunPaths {
  PathSums<Number> sums;
  StepCounter<Number> first_words;
  const std::vector<Arrival<Number>> begin = {{LinkedRun::kBegin, Number(1), 0}};
  Number most = 0;
  BigCount total;

  // False where a number does not fit.
  bool Count(const LinkedRun& run, LoneWordCounter* words, PathTally* lone, PathTally* first) {
    if (!sums.Compute(run)) return false;
    most = std::max(most, sums.total());
    total += sums.total();
    words->Count(run, sums.total(), lone);
    if (run.HasLinks()) first_words.Count(run, sums, 0, begin, first);
    return true;
  }
};

// A thread's.
struct RunLinker {
  RunStreamWriter::Part* part;
  PathTally lone;
  PathTally first;
  std::vector<WordId> words = {};
  LinkedRun run = {};
  LoneWordCounter lone_words = {};
  RunPaths<uint64_t> small = {};
  RunPaths<BigCount> big = {};
  uint64_t links = 0;

  // Reads a run's words, and counts and writes it.
  void Link(const char** at, const char* end, const StrongPairs& pairs, const PairReach& reach) {
    ReadWords(at, end, &words);
    run.Link(words, pairs, reach);
    links += run.links();
    if (!small.Count(run, &lone_words, &lone, &first)) big.Count(run, &lone_words, &lone, &first);
    if (!run.HasLinks()) return;
    run.Encode(part->block());
    part->EndRecord();
  }
};

}  // namespace

LinkedRuns LinkRuns(const RunStream& runs, const StrongPairs& pairs, const PairReach& reach,
                    PathWeight weight, const CounterConfig& counters) {
  LinkedRuns linked;
  linked.lone_words = std::make_unique<PathCounter>(counters);
  linked.first_words = std::make_unique<PathCounter>(counters);
  RunStreamWriter writer(counters.spills);
  tbb::enumerable_thread_specific<RunLinker> linkers([&] {
    return RunLinker{&writer.local(), PathTally(weight, linked.lone_words.get()),
                     PathTally(weight, linked.first_words.get())};
  });
  runs.ForEachBlock(counters.threads, [&](std::string_view block) {
    RunLinker& linker = linkers.local();
    for (const char *at = block.data(), *end = at + block.size(); at < end;) {
      linker.Link(&at, end, pairs, reach);
    }
    linker.lone.Flush();
    linker.first.Flush();
  });
  linked.runs = writer.Finish();
  for (const RunLinker& linker : linkers) {
    linked.links += linker.links;
    linked.paths += linker.small.total + linker.big.total;
    linked.most_paths = std::max({linked.most_paths, BigCount(linker.small.most), linker.big.most});
  }
  return linked;
}

}  // namespace ciku
