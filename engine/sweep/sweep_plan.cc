#include "engine/sweep/sweep_plan.h"

#include <algorithm>

#include "engine/sweep/budget.h"

namespace ciku {

size_t StreamsAtOnce(const Corpus& corpus, size_t memory, size_t threads) {
  const size_t most = ThreadsWithinLimits(threads);
  const size_t each = corpus.max_stream_memory();
  return each == 0 ? most : std::clamp(memory / 4 / each, size_t{1}, most);
}

std::optional<SweepPlan> SweepPlan::TryMake(size_t budget, size_t threads, const Corpus& corpus,
                                            size_t tables, size_t block_scratch) {
  const size_t taken = corpus.memory() + tables;
  if (taken > budget / 2) return std::nullopt;
  SweepPlan plan;
  plan.config.threads = threads;
  plan.memory = budget - taken;
  plan.file = corpus.max_stream_memory();
  const size_t blocks = plan.config.blocks_at_once();
  ReaderConfig& reader = plan.config.reader;
  const size_t streams = StreamsAtOnce(corpus, plan.memory, threads);
  reader.files_at_once = streams;
  // A file of many members may take the streams of files that there are not.
  const size_t open_files = std::clamp(corpus.files().size(), size_t{1}, streams);
  reader.limits.members_at_once = streams / open_files;
  reader.limits.block_size = std::clamp(plan.memory / 16 / blocks, 64 * kKiB, kMiB);
  reader.limits.frame_limit = std::clamp(plan.memory / 4 / blocks, 128 * kKiB, 64 * kMiB);
  reader.max_record = std::max(plan.memory / 32, 64 * kKiB);
  plan.blocks = blocks * (reader.limits.frame_limit + block_scratch);
  return plan;
}

std::optional<size_t> SweepPlan::LeaveRoom(size_t besides) {
  const size_t taken = blocks + besides;
  if (taken + file > memory) return std::nullopt;
  size_t& files = config.reader.files_at_once;
  size_t& members = config.reader.limits.members_at_once;
  if (file > 0) {
    const size_t streams = (memory - taken) / file;
    files = std::min(files, streams);
    members = std::clamp(members, size_t{1}, std::max(streams / files, size_t{1}));
  }
  return memory - taken - files * members * file;
}

}  // namespace ciku
