// A pass over a corpus that makes text of it, in the order of its records.
#ifndef CIKU_ENGINE_SWEEP_TEXT_IN_ORDER_H_
#define CIKU_ENGINE_SWEEP_TEXT_IN_ORDER_H_

#include <oneapi/tbb/parallel_pipeline.h>

#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/sweep/block_feed.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/checkpoints.h"
#include "engine/sweep/kept_text.h"
#include "io/block_reader.h"

namespace ciku {

// Blocks that are on their way at the same time, on so many threads.
constexpr size_t BlocksInOrderAtOnce(size_t threads) { return 2 * threads; }

// What a pass goes over, and how: config.files_at_once has to be 1.
struct TextInput {
  const Corpus& corpus;
  const ReaderConfig& config;
  const SplitRule& rule;
  size_t threads = 1;
};

// One part of the pass: from where the reader is until it is due, or to the end. Returns whether
// that was the end.
template <typename Pass>
bool TextPart(BlockReader* reader, size_t threads, const Checkpoints& checkpoints, Pass* pass,
              KeptText* text) {
  struct Parcel : Block {
    typename Pass::Result result;
  };
  SweepMeter* const meter = checkpoints.meter();
  BlockFeed<Parcel> feed(reader, BlocksInOrderAtOnce(threads), [&] { return checkpoints.Due(); });
  const auto work = [&](Parcel* parcel) {
    reader->Parse(parcel);
    pass->Work(*parcel, &parcel->result);
    return parcel;
  };
  const auto write = [&](Parcel* parcel) {
    pass->Write(*parcel, parcel->result, text);
    meter->bytes += parcel->input_bytes;
    meter->records += parcel->records;
    meter->bad_records += parcel->bad_records;
    feed.TakeBack(parcel);
  };
  using tbb::filter_mode;
  OnThreads(threads, [&] {
    tbb::parallel_pipeline(
        feed.size(), feed.Stages() &
                         tbb::make_filter<Parcel*, Parcel*>(filter_mode::parallel, work) &
                         tbb::make_filter<Parcel*, void>(filter_mode::serial_in_order, write));
  });
  return feed.at_end();
}

// Reads the corpus block by block and calls pass->Work(block, &result), a Pass::Result, in
// parallel, and then pass->Write(block, result, text), one at a time and in the order of the
// corpus. Results are used again for later blocks, as the blocks are: Work finds in its result what
// an earlier one left there. What either throws ends the pass and is thrown on.
//
// The pass has a name within its run. It begins where an earlier run has got, with
// pass->Restore(saved), and pass->Save() says, between parts, what is to be recorded, as an object,
// of what was written up to there. All that is written goes to hand_on().
template <typename Pass>
void TextInOrder(const TextInput& input, const char* name, const Storage& storage,
                 SweepMeter* meter, Pass* pass,
                 const std::function<void(std::string_view)>& hand_on) {
  Checkpoints checkpoints(storage, name, meter);
  KeptText text(checkpoints, hand_on);
  if (!checkpoints.results().is_null()) pass->Restore(checkpoints.results());
  if (!checkpoints.done()) {
    BlockReader reader(input.corpus, input.config, input.rule, checkpoints.start());
    for (bool done = false; !done;) {
      checkpoints.BeginPart();
      done = TextPart(&reader, input.threads, checkpoints, pass, &text);
      if (checkpoints.work() == nullptr) continue;
      Json saved = pass->Save();
      saved["text"] = text.Save(done);
      checkpoints.Record(reader.position(), done, saved);
    }
  }
  text.HandOn();
}

}  // namespace ciku

#endif  // CIKU_ENGINE_SWEEP_TEXT_IN_ORDER_H_
