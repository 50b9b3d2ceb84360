#include "engine/sweep/sweep.h"

#include <vector>

#include "engine/sweep/block_feed.h"
#include "engine/sweep/folding.h"

namespace ciku {
namespace {

// The size of a stretch without what it shares with the next one.
uint64_t OwnBytes(const Text& text) { return text.bytes.size() - text.shared_with_next; }

// The position in the text of a corpus, whose blocks come in order.
class Positions {
 public:
  // The corpus begins at `begin`.
  Positions(SweepMeter* meter, uint64_t begin) : meter_(meter), next_(begin + meter->text_bytes) {}

  // Sets the positions of a block's texts.
  void Tell(Block* block) {
    Text& lead = block->lead;
    Text& body = block->body;
    std::atomic<uint64_t>& open = meter_->open_record;
    Place(&lead, lead.part_of != 0 && open != 0 ? open - 1 : next_);
    Place(&body, next_);
    if (lead.line_goes_on) {
      open = lead.record_position + 1;
    } else if (!lead.bytes.empty() || !body.bytes.empty() || block->ends_record) {
      open = 0;
    }
  }

 private:
  void Place(Text* text, uint64_t record) {
    text->position = next_;
    text->record_position = record;
    next_ += OwnBytes(*text);
  }

  SweepMeter* const meter_;
  uint64_t next_;
};

// Runs one part of a sweep: from the position of the reader until due() returns true or the corpus
// ends. The text of the corpus begins at position `text_before`. Returns true at the end of the
// corpus.
bool SweepPart(BlockReader* reader, const SweepConfig& config, const SplitRule& rule,
               SweepMeter* meter, uint64_t text_before, const std::function<bool()>& due,
               const std::function<void(const Text&)>& consume) {
  const auto parse = [&](Block* block) { reader->Parse(block); };
  const auto work = [&](Block* block) {
    for (const Text& text : {block->lead, block->body}) {
      if (config.normalizer != nullptr) {
        Fold(text, *config.normalizer, rule, config.reader.max_undivided, consume);
      } else if (!text.bytes.empty()) {
        consume(text);
      }
      meter->text_bytes += OwnBytes(text);
    }
    CountRead(*block, meter);
  };
  const auto both = [&](Block* block) {
    parse(block);
    work(block);
  };
  std::vector<BlockStage<Block>> stages = {{StageOrder::kParallel, both}};
  Positions positions(meter, text_before);
  const auto tell = [&](Block* block) { positions.Tell(block); };
  if (config.tell_positions) {
    stages = {{StageOrder::kParallel, parse},
              {StageOrder::kInOrder, tell},
              {StageOrder::kParallel, work}};
  }
  return FeedParcels<Block>(reader, config.threads, config.blocks_at_once(), due, stages);
}

}  // namespace

void Sweep(const Corpus& corpus, const SweepConfig& config, const SplitRule& rule,
           Checkpoints* checkpoints, const std::function<void(const Text&)>& consume,
           const std::function<Json()>& save) {
  if (checkpoints->done()) return;
  ReaderConfig reading = config.reader;
  if (config.tell_positions) reading.files_at_once = 1;
  BlockReader reader(corpus, reading, rule, checkpoints->start());
  const uint64_t text_before = corpus.part() == nullptr ? 0 : corpus.part()->text_before;
  for (bool done = false; !done;) {
    const StopScope part = checkpoints->BeginPart();
    const auto due = [&] { return checkpoints->Due(); };
    done = SweepPart(&reader, config, rule, checkpoints->meter(), text_before, due, consume);
    if (checkpoints->work() == nullptr) continue;
    checkpoints->Record(reader.position(), done, save());
  }
}

void Sweep(const Corpus& corpus, const SweepConfig& config, const SplitRule& rule,
           SweepMeter* meter, const std::function<void(const Text&)>& consume) {
  const Storage nowhere(nullptr);
  Checkpoints checkpoints(nowhere, "", meter);
  Sweep(corpus, config, rule, &checkpoints, consume, [] { return Json(); });
}

}  // namespace ciku
