#include "engine/sweep/block_feed.h"

namespace ciku {

void CountRead(const Block& block, SweepMeter* meter) {
  meter->bytes += block.input_bytes;
  meter->records += block.records;
  meter->bad_records += block.bad_records;
  meter->passed_over += block.passed_over;
}

namespace {

// If a stage throws, no other one has to go on waiting for input, which may never come.
Stage StoppingReader(const BlockReader* reader, const Stage& stage) {
  const auto work = [reader, work = stage.work](size_t place) {
    try {
      work(place);
    } catch (...) {
      reader->Stop();
      throw;
    }
  };
  return {stage.order, work};
}

}  // namespace

bool FeedBlocks(BlockReader* reader, size_t threads, const std::vector<Block*>& blocks,
                const std::function<bool()>& due, const std::vector<Stage>& stages) {
  bool begun = false;
  bool at_end = false;
  const auto begin = [&](size_t place) {
    if (begun && due()) return false;
    begun = true;
    at_end = !reader->HandOut(blocks[place]);
    return !at_end;
  };
  std::vector<Stage> all = {
      {StageOrder::kParallel, [&](size_t place) { reader->Load(blocks[place]); }},
      {StageOrder::kInOrder, [&](size_t place) { reader->Stitch(blocks[place]); }}};
  all.insert(all.end(), stages.begin(), stages.end());
  all.push_back({StageOrder::kParallel, [&](size_t place) { reader->Finish(blocks[place]); }});
  for (Stage& stage : all) stage = StoppingReader(reader, stage);
  RunPipeline(threads, blocks.size(), begin, all);
  return at_end;
}

}  // namespace ciku
