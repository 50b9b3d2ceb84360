#include "engine/templates/link_runs.h"

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <algorithm>
#include <vector>

#include "engine/templates/linked_run.h"
#include "engine/templates/path_sums.h"
#include "engine/templates/run_record.h"

namespace ciku {
namespace {

struct RunLinker {
  std::vector<WordId> words;
  LinkedRun run;
  PathSums<uint64_t> small_sums;
  PathSums<BigCount> big_sums;
  uint64_t links = 0;
  uint64_t most_small = 0;
  BigCount most_paths;
  BigCount paths;

  void CountPaths() {
    if (small_sums.Compute(run)) {
      most_small = std::max(most_small, small_sums.total());
      paths += small_sums.total();
    } else {
      big_sums.Compute(run);
      most_paths = std::max(most_paths, big_sums.total());
      paths += big_sums.total();
    }
  }
};

}  // namespace

LinkedRuns LinkRuns(const RunStream& runs, const StrongPairs& pairs, const PairReach& reach,
                    size_t threads, SpillFolder* spills) {
  RunStreamWriter writer(spills);
  tbb::enumerable_thread_specific<RunLinker> linkers;
  runs.ForEachBlock(threads, [&](std::string_view block) {
    RunLinker& linker = linkers.local();
    RunStreamWriter::Part& part = writer.local();
    for (const char *at = block.data(), *end = at + block.size(); at < end;) {
      ReadWords(&at, end, &linker.words);
      linker.run.Link(linker.words, pairs, reach);
      linker.links += linker.run.links();
      linker.CountPaths();
      linker.run.Encode(part.block());
      part.EndRecord();
    }
  });
  LinkedRuns linked;
  linked.runs = writer.Finish();
  for (const RunLinker& linker : linkers) {
    linked.links += linker.links;
    linked.paths += linker.paths;
    linked.most_paths =
        std::max({linked.most_paths, linker.most_paths, BigCount(linker.most_small)});
  }
  return linked;
}

}  // namespace ciku
