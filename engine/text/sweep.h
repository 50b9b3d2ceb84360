// A sweep: one pass over the corpus, on all threads.
#ifndef CIKU_ENGINE_TEXT_SWEEP_H_
#define CIKU_ENGINE_TEXT_SWEEP_H_

#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/parallel_pipeline.h>

#include <atomic>
#include <cstdint>
#include <vector>

#include "engine/text/threads.h"
#include "io/block_reader.h"

namespace ciku {

// What a sweep has done so far. Written by the sweep's threads; may be read at any time.
struct SweepMeter {
  std::atomic<uint64_t> bytes = 0;  // of the inputs, as they are on disk
  std::atomic<uint64_t> text_bytes = 0;
  std::atomic<uint64_t> records = 0;
  std::atomic<uint64_t> bad_records = 0;
  std::atomic<uint64_t> invalid_bytes = 0;
};

struct SweepConfig {
  ReaderConfig reader;
  size_t threads = 1;

  // Blocks on their way at the same time: one at work for each thread, and as many that wait for
  // their turn to be stitched.
  size_t blocks_at_once() const { return 2 * threads; }
};

// Reads the corpus block by block and calls consume(text) for every text, in parallel. What
// consume, or reading, throws ends the sweep and is thrown on.
template <typename Consume>
void Sweep(const Corpus& corpus, const SweepConfig& config, const SeamRule& rule, SweepMeter* meter,
           const Consume& consume) {
  BlockReader reader(corpus, config.reader, rule);
  std::vector<Block> blocks(config.blocks_at_once());
  tbb::concurrent_queue<Block*> unused;
  for (Block& block : blocks) unused.push(&block);

  const auto hand_out = [&](tbb::flow_control& control) {
    Block* block = nullptr;
    unused.try_pop(block);  // there is one: there are as many as tokens
    if (!reader.HandOut(block)) control.stop();
    return block;
  };
  const auto load = [&](Block* block) {
    reader.Load(block);
    return block;
  };
  const auto stitch = [&](Block* block) {
    reader.Stitch(block);
    return block;
  };
  const auto work = [&](Block* block) {
    reader.Parse(block);
    for (const Text& text : {block->lead, block->body}) {
      if (!text.bytes.empty()) consume(text);
      meter->text_bytes += text.bytes.size();
    }
    meter->bytes += block->input_bytes;
    meter->records += block->records;
    meter->bad_records += block->bad_records;
    reader.Finish(block);
    unused.push(block);
  };

  using tbb::filter_mode;
  OnThreads(config.threads, [&] {
    tbb::parallel_pipeline(
        blocks.size(), tbb::make_filter<void, Block*>(filter_mode::serial_in_order, hand_out) &
                           tbb::make_filter<Block*, Block*>(filter_mode::parallel, load) &
                           tbb::make_filter<Block*, Block*>(filter_mode::serial_in_order, stitch) &
                           tbb::make_filter<Block*, void>(filter_mode::parallel, work));
  });
}

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_SWEEP_H_
