// A pass over a corpus whose results are wanted in the order of its records.
#ifndef CIKU_ENGINE_TEXT_BLOCKS_IN_ORDER_H_
#define CIKU_ENGINE_TEXT_BLOCKS_IN_ORDER_H_

#include <oneapi/tbb/parallel_pipeline.h>

#include <cstddef>

#include "engine/text/block_feed.h"
#include "engine/text/checkpoints.h"
#include "engine/text/threads.h"
#include "io/block_reader.h"

namespace ciku {

// Blocks that are on their way at the same time, on so many threads.
constexpr size_t BlocksInOrderAtOnce(size_t threads) { return 2 * threads; }

// One part of the pass: from where the reader is until it is due, or to the end. Returns whether
// that was the end.
template <typename Result, typename Work, typename Deliver>
bool PartInOrder(BlockReader* reader, size_t threads, const Checkpoints& checkpoints,
                 const Work& work, const Deliver& deliver) {
  struct Parcel : Block {
    Result result;
  };
  SweepMeter* const meter = checkpoints.meter();
  BlockFeed<Parcel> feed(reader, BlocksInOrderAtOnce(threads), [&] { return checkpoints.Due(); });
  const auto parse = [&](Parcel* parcel) {
    reader->Parse(parcel);
    work(*parcel, &parcel->result);
    return parcel;
  };
  const auto hand_on = [&](Parcel* parcel) {
    deliver(*parcel, &parcel->result);
    meter->bytes += parcel->input_bytes;
    meter->records += parcel->records;
    meter->bad_records += parcel->bad_records;
    feed.TakeBack(parcel);
  };
  using tbb::filter_mode;
  OnThreads(threads, [&] {
    tbb::parallel_pipeline(
        feed.size(), feed.Stages() &
                         tbb::make_filter<Parcel*, Parcel*>(filter_mode::parallel, parse) &
                         tbb::make_filter<Parcel*, void>(filter_mode::serial_in_order, hand_on));
  });
  return feed.at_end();
}

// Reads the corpus block by block and calls work(block, &result), in parallel, then
// deliver(block, &result), one at a time and in the order of the corpus, for which
// config.files_at_once has to be 1. Results are used again for later blocks, as the blocks are:
// work finds in its result what an earlier one left there. What either throws ends the pass and is
// thrown on. The pass begins where an earlier run has got, and save(done) says, between parts, what
// is to be recorded of what was delivered up to there.
template <typename Result, typename Work, typename Deliver, typename Save>
void BlocksInOrder(const Corpus& corpus, const ReaderConfig& config, const SeamRule& rule,
                   size_t threads, Checkpoints* checkpoints, const Work& work,
                   const Deliver& deliver, const Save& save) {
  if (checkpoints->done()) return;
  BlockReader reader(corpus, config, rule, checkpoints->start());
  for (bool done = false; !done;) {
    checkpoints->BeginPart();
    done = PartInOrder<Result>(&reader, threads, *checkpoints, work, deliver);
    if (checkpoints->work() != nullptr) checkpoints->Record(reader.position(), done, save(done));
  }
}

}  // namespace ciku

#endif  // CIKU_ENGINE_TEXT_BLOCKS_IN_ORDER_H_
