// A pass over a corpus that produces text in the order of the corpus's records.
#ifndef CIKU_ENGINE_SWEEP_TEXT_IN_ORDER_H_
#define CIKU_ENGINE_SWEEP_TEXT_IN_ORDER_H_

#include <cstddef>
#include <nlohmann/json.hpp>

#include "engine/sweep/block_feed.h"
#include "engine/sweep/checkpoints.h"
#include "engine/sweep/kept_text.h"
#include "engine/sweep/text_sink.h"
#include "io/input/block_reader.h"

namespace ciku {

// The number of blocks in the pipeline.
constexpr size_t BlocksInOrderAtOnce(size_t threads) { return 2 * threads; }

// The input of a pass. config.files_at_once must be 1.
struct TextInput {
  const Corpus& corpus;
  const ReaderConfig& config;
  const SplitRule& rule;
  size_t threads = 1;
};

// Runs one part of the pass: from the position of the reader until a checkpoint is due or the
// corpus ends. Returns true at the end of the corpus.
template <typename Pass>
bool TextPart(BlockReader* reader, size_t threads, const Checkpoints& checkpoints, Pass* pass,
              KeptText* text) {
  struct Parcel : Block {
    typename Pass::Result result;
  };
  SweepMeter* const meter = checkpoints.meter();
  const auto work = [&](Parcel* parcel) {
    reader->Parse(parcel);
    pass->Work(*parcel, &parcel->result);
  };
  const auto write = [&](Parcel* parcel) {
    pass->Write(*parcel, parcel->result, text);
    if (parcel->paused) text->Flush();
    CountRead(*parcel, meter);
  };
  return FeedParcels<Parcel>(reader, threads, BlocksInOrderAtOnce(threads),
                             [&] { return checkpoints.Due(); },
                             {{StageOrder::kParallel, work}, {StageOrder::kInOrder, write}});
}

// Reads the corpus block by block. Calls pass->Work(block, &result), with a Pass::Result, in
// parallel, and then pass->Write(block, result, text), one block at a time and in the order of the
// corpus. Results are reused like blocks: Work gets a result that still holds what was left there
// for an earlier block. An exception of either ends the pass and is passed on.
//
// The pass has a name that is unique within its run. It begins where an earlier run has stopped,
// after pass->Restore(saved). Between parts, pass->Save() returns an object with the state of the
// pass after the text written so far. All text that is written goes to the sink, which is flushed
// when the input pauses.
template <typename Pass>
void TextInOrder(const TextInput& input, const char* name, const Storage& storage,
                 SweepMeter* meter, Pass* pass, const TextSink& sink) {
  Checkpoints checkpoints(storage, name, meter);
  KeptText text(checkpoints, sink);
  if (!checkpoints.results().is_null()) pass->Restore(checkpoints.results());
  if (!checkpoints.done()) {
    BlockReader reader(input.corpus, input.config, input.rule, checkpoints.start());
    for (bool done = false; !done;) {
      const StopScope part = checkpoints.BeginPart();
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
