// The first stages of every pipeline over a corpus: blocks are handed out, loaded and stitched.
#ifndef CIKU_ENGINE_SWEEP_BLOCK_FEED_H_
#define CIKU_ENGINE_SWEEP_BLOCK_FEED_H_

#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/parallel_pipeline.h>

#include <cstddef>
#include <functional>
#include <vector>

#include "io/block_reader.h"

namespace ciku {

// A fixed number of parcels goes round in a pipeline, and their number bounds the memory in use. A
// parcel is a Block with whatever its user adds to it. A feed serves one run of a pipeline.
template <typename Parcel>
class BlockFeed {
 public:
  // The pipeline ends when due() returns true, but never before the first block. `reader` must
  // outlive the feed.
  BlockFeed(BlockReader* reader, size_t parcels, std::function<bool()> due)
      : reader_(reader), due_(std::move(due)), parcels_(parcels) {
    for (Parcel& parcel : parcels_) unused_.push(&parcel);
  }

  // The number of parcels: no more than this many can be in the pipeline.
  size_t size() const { return parcels_.size(); }

  // Returns the stages. Parcels leave them in the order in which they were handed out, which is the
  // order of the corpus if the reader reads one file at a time.
  tbb::filter<void, Parcel*> Stages() {
    using tbb::filter_mode;
    return tbb::make_filter<void, Parcel*>(
               filter_mode::serial_in_order,
               [this](tbb::flow_control& control) { return HandOut(&control); }) &
           tbb::make_filter<Parcel*, Parcel*>(filter_mode::parallel,
                                              [this](Parcel* parcel) {
                                                reader_->Load(parcel);
                                                return parcel;
                                              }) &
           tbb::make_filter<Parcel*, Parcel*>(filter_mode::serial_in_order, [this](Parcel* parcel) {
             reader_->Stitch(parcel);
             return parcel;
           });
  }

  // Takes back a parcel that the last stage is done with. Any thread may call this.
  void TakeBack(Parcel* parcel) {
    reader_->Finish(parcel);
    unused_.push(parcel);
  }

  // True if the pipeline ended because the corpus did.
  bool at_end() const { return at_end_; }

 private:
  Parcel* HandOut(tbb::flow_control* control) {
    Parcel* parcel = nullptr;
    if (begun_ && due_()) {
      control->stop();
      return parcel;
    }
    begun_ = true;
    unused_.try_pop(parcel);  // never empty: there are as many parcels as tokens
    at_end_ = !reader_->HandOut(parcel);
    if (at_end_) control->stop();
    return parcel;
  }

  BlockReader* const reader_;
  const std::function<bool()> due_;
  bool begun_ = false;
  bool at_end_ = false;
  std::vector<Parcel> parcels_;
  tbb::concurrent_queue<Parcel*> unused_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_BLOCK_FEED_H_
