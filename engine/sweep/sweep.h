// A sweep: one pass over the corpus, on all threads.
#ifndef CIKU_ENGINE_SWEEP_SWEEP_H_
#define CIKU_ENGINE_SWEEP_SWEEP_H_

#include <oneapi/tbb/parallel_pipeline.h>

#include <cstddef>

#include "engine/sweep/block_feed.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/checkpoints.h"
#include "engine/sweep/folding.h"
#include "io/block_reader.h"

namespace ciku {

struct SweepConfig {
  ReaderConfig reader;
  size_t threads = 1;
  // Folds texts before they are consumed; null if texts are consumed as they are.
  const Normalizer* normalizer = nullptr;

  // The number of blocks in the pipeline: for each thread, one that it works on and one that waits
  // to be stitched.
  size_t blocks_at_once() const { return 2 * threads; }
};

// Runs one part of a sweep: from the position of the reader until due() returns true or the corpus
// ends. Returns true at the end of the corpus.
template <typename Due, typename Consume>
bool SweepPart(BlockReader* reader, const SweepConfig& config, const SplitRule& rule,
               SweepMeter* meter, const Due& due, const Consume& consume) {
  BlockFeed<Block> feed(reader, config.blocks_at_once(), due);
  const auto work = [&](Block* block) {
    reader->Parse(block);
    for (const Text& text : {block->lead, block->body}) {
      if (config.normalizer != nullptr) {
        Fold(text, *config.normalizer, rule, config.reader.max_undivided, consume);
      } else if (!text.bytes.empty()) {
        consume(text);
      }
      meter->text_bytes += text.bytes.size();
    }
    meter->bytes += block->input_bytes;
    meter->records += block->records;
    meter->bad_records += block->bad_records;
    feed.TakeBack(block);
  };
  OnThreads(config.threads, [&] {
    tbb::parallel_pipeline(feed.size(), feed.Stages() & tbb::make_filter<Block*, void>(
                                                            tbb::filter_mode::parallel, work));
  });
  return feed.at_end();
}

// Reads the corpus block by block and calls consume(text) for every text, in parallel. Exceptions
// of consume or of reading end the sweep and are passed on. The sweep begins where an earlier run
// has stopped. Between parts, save() returns the results so far, to be recorded.
template <typename Consume, typename Save>
void Sweep(const Corpus& corpus, const SweepConfig& config, const SplitRule& rule,
           Checkpoints* checkpoints, const Consume& consume, const Save& save) {
  if (checkpoints->done()) return;
  BlockReader reader(corpus, config.reader, rule, checkpoints->start());
  for (bool done = false; !done;) {
    checkpoints->BeginPart();
    const auto due = [&] { return checkpoints->Due(); };
    done = SweepPart(&reader, config, rule, checkpoints->meter(), due, consume);
    if (checkpoints->work() != nullptr) checkpoints->Record(reader.position(), done, save());
  }
}

// The same for a sweep that is not recorded.
template <typename Consume>
void Sweep(const Corpus& corpus, const SweepConfig& config, const SplitRule& rule,
           SweepMeter* meter, const Consume& consume) {
  const Storage nowhere(nullptr);
  Checkpoints checkpoints(nowhere, "", meter);
  Sweep(corpus, config, rule, &checkpoints, consume, [] { return Json(); });
}

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_SWEEP_H_
