#include "engine/sweep/sweep.h"

#include <vector>

#include "engine/sweep/block_feed.h"
#include "engine/sweep/folding.h"

namespace ciku {
namespace {

// Numbers the records of a block: `records` came before it.
void NumberRecords(uint64_t records, Block* block) {
  block->lead.record = records;
  const bool ends = !block->lead.bytes.empty() && !block->lead.line_goes_on;
  block->body.record = records + (ends ? 1 : 0);
}

// Runs one part of a sweep: from the position of the reader until due() returns true or the corpus
// ends. Returns true at the end of the corpus.
bool SweepPart(BlockReader* reader, const SweepConfig& config, const SplitRule& rule,
               SweepMeter* meter, const std::function<bool()>& due,
               const std::function<void(const Text&)>& consume) {
  const auto parse = [&](Block* block) { reader->Parse(block); };
  const auto work = [&](Block* block) {
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
  };
  const auto both = [&](Block* block) {
    parse(block);
    work(block);
  };
  std::vector<BlockStage<Block>> stages = {{StageOrder::kParallel, both}};
  uint64_t records = meter->records;  // in all blocks before
  const auto number = [&](Block* block) {
    NumberRecords(records, block);
    records += block->records;
  };
  if (config.number_records) {
    stages = {{StageOrder::kParallel, parse},
              {StageOrder::kInOrder, number},
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
  if (config.number_records) reading.files_at_once = 1;
  BlockReader reader(corpus, reading, rule, checkpoints->start());
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
