#include "engine/sweep/sweep.h"

#include <oneapi/tbb/parallel_pipeline.h>

#include "engine/sweep/block_feed.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/folding.h"

namespace ciku {
namespace {

// Runs one part of a sweep: from the position of the reader until due() returns true or the corpus
// ends. Returns true at the end of the corpus.
bool SweepPart(BlockReader* reader, const SweepConfig& config, const SplitRule& rule,
               SweepMeter* meter, const std::function<bool()>& due,
               const std::function<void(const Text&)>& consume) {
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

}  // namespace

void Sweep(const Corpus& corpus, const SweepConfig& config, const SplitRule& rule,
           Checkpoints* checkpoints, const std::function<void(const Text&)>& consume,
           const std::function<Json()>& save) {
  if (checkpoints->done()) return;
  BlockReader reader(corpus, config.reader, rule, checkpoints->start());
  for (bool done = false; !done;) {
    checkpoints->BeginPart();
    const auto due = [&] { return checkpoints->Due(); };
    done = SweepPart(&reader, config, rule, checkpoints->meter(), due, consume);
    if (checkpoints->work() != nullptr) checkpoints->Record(reader.position(), done, save());
  }
}

void Sweep(const Corpus& corpus, const SweepConfig& config, const SplitRule& rule,
           SweepMeter* meter, const std::function<void(const Text&)>& consume) {
  const Storage nowhere(nullptr);
  Checkpoints checkpoints(nowhere, "", meter);
  Sweep(corpus, config, rule, &checkpoints, consume, [] { return Json(); });
}

}  // namespace ciku
