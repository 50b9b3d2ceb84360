// The blocks of a corpus, sent through a pipeline.
#ifndef CIKU_ENGINE_SWEEP_BLOCK_FEED_H_
#define CIKU_ENGINE_SWEEP_BLOCK_FEED_H_

#include <cstddef>
#include <functional>
#include <vector>

#include "engine/sweep/pipeline.h"
#include "engine/sweep/resources.h"
#include "io/input/block_reader.h"

namespace ciku {

// A stage of work on parcels. A parcel is a Block with whatever its user adds to it.
template <typename Parcel>
struct BlockStage {
  StageOrder order;
  std::function<void(Parcel*)> work;
};

// Adds what was read and parsed for a block to the figures of its sweep.
void CountRead(const Block& block, SweepMeter* meter);

// Sends blocks through a pipeline: hands them out, loads and stitches them, and then calls the
// stages, which get the indexes of blocks in `blocks`. Ends when due() returns true, but never
// before the first block. Returns true if the corpus has ended. Stages of StageOrder::kInOrder get
// blocks in the order of the corpus if the reader reads one file at a time. Blocks are reused, and
// their number bounds the memory.
bool FeedBlocks(BlockReader* reader, size_t threads, const std::vector<Block*>& blocks,
                const std::function<bool()>& due, const std::vector<Stage>& stages);

// The same for `count` parcels.
template <typename Parcel>
bool FeedParcels(BlockReader* reader, size_t threads, size_t count,
                 const std::function<bool()>& due, const std::vector<BlockStage<Parcel>>& stages) {
  std::vector<Parcel> parcels(count);
  std::vector<Block*> blocks;
  for (Parcel& parcel : parcels) blocks.push_back(&parcel);
  std::vector<Stage> on_places;
  for (const BlockStage<Parcel>& stage : stages) {
    on_places.push_back({stage.order, [&](size_t place) { stage.work(&parcels[place]); }});
  }
  return FeedBlocks(reader, threads, blocks, due, on_places);
}

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_BLOCK_FEED_H_
