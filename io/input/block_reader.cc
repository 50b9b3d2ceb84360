#include "io/input/block_reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "io/error.h"
#include "io/input/input_file.h"
#include "io/input/live_input.h"
#include "io/input/record_formats.h"
#include "io/records/json_records.h"
#include "io/streams/byte_stream.h"

namespace ciku {
namespace {

Origin Ahead(Origin origin, uint64_t bytes) {
  origin.offset += bytes;
  return origin;
}

uint64_t CountLineEnds(std::string_view text) {
  // Compilers turn these sums of bytes over short stretches into vector code; std::count would
  // widen each byte to 64 bits.
  constexpr size_t kStretch = 192;
  uint64_t count = 0;
  while (!text.empty()) {
    uint8_t ends = 0;
    for (const char c : text.substr(0, kStretch)) ends = static_cast<uint8_t>(ends + (c == '\n'));
    count += ends;
    text.remove_prefix(std::min(kStretch, text.size()));
  }
  return count;
}

// Returns the number of lines in `text`. `at_end` says that the file ends there, so that a last
// line without a line end counts, too.
uint64_t CountLines(std::string_view text, bool at_end) {
  const uint64_t ends = CountLineEnds(text);
  return ends + (at_end && !text.empty() && text.back() != '\n' ? 1 : 0);
}

// Removes the byte-order mark at the start of a file, even if it is divided between small blocks:
// if a block may end inside the mark, it hands on nothing, and its bytes are kept for the next
// block.
void TakeByteOrderMark(Block* block) {
  Source::Carry& carry = block->source->carry;
  if (carry.bytes.empty()) carry.origin = block->origin;
  block->start_bytes = std::exchange(carry.bytes, {}).append(block->loaded.substr(0, 3));
  const bool is_part = kByteOrderMark.starts_with(block->start_bytes);
  if (is_part && block->start_bytes.size() < kByteOrderMark.size() && !block->last) {
    carry.bytes = block->start_bytes;
    block->loaded = {};
    return;
  }
  carry.at_start = false;
  const size_t before = block->start_bytes.size() - std::min<size_t>(3, block->loaded.size());
  if (block->start_bytes.starts_with(kByteOrderMark)) {
    block->loaded.remove_prefix(kByteOrderMark.size() - before);
    block->origin.offset += kByteOrderMark.size() - before;
  } else if (before > 0) {
    block->start_bytes += block->loaded.substr(std::min<size_t>(3, block->loaded.size()));
    block->loaded = block->start_bytes;
    block->origin = carry.origin;
  }
}

// Skips the text that an earlier reader has handed on.
void Skip(Block* block) {
  Source::Carry& carry = block->source->carry;
  const uint64_t size = std::min<uint64_t>(carry.skip, block->loaded.size());
  block->loaded.remove_prefix(size);
  block->origin.offset += size;
  carry.skip -= size;
}

// Turns the carriage returns of a block into line feeds.
void TurnIntoLineFeeds(Block* block) {
  const size_t size = block->loaded.size();
  const bool mapped = block->loaded.data() != block->buffer.data();
  char* const data = mapped ? block->buffer.Reserve(size) : block->buffer.data();
  std::replace_copy(block->loaded.begin(), block->loaded.end(), data, '\r', '\n');
  block->loaded = {data, size};
}

// Finds the ends of records in a block's text. An error of the finder is about the record that
// begins where the last one ended.
FoundEnds FindEnds(const Block& block) {
  Source::Carry& carry = block.source->carry;
  try {
    return carry.finder->Find(block.loaded);
  } catch (const InputError& error) {
    const Origin& begin = carry.bytes.empty() ? block.origin : carry.origin;
    throw InputError(fmt::format("{}: {}", begin.Describe(0), error.what()));
  }
}

}  // namespace

void ThrowNoSplit(const Origin& origin, size_t most) {
  throw InputError(fmt::format(
      "{}: this line cannot be split within {} bytes, which is the most that the memory "
      "budget has room for; raise --memory",
      origin.Describe(0), most));
}

BlockReader::BlockReader(const Corpus& corpus, const ReaderConfig& config, const SplitRule& rule,
                         ReaderPosition start)
    : corpus_(corpus),
      config_(config),
      rule_(rule),
      parser_(corpus.options()),
      start_(std::move(start)) {
  // Long records of different parts have different numbers, of up to 32 bits.
  const CorpusPart* const part = corpus.part();
  if (part == nullptr) return;
  const uint64_t numbers = (uint64_t{1} << 32) / part->of;
  start_.long_records = std::max(start_.long_records, (part->number - 1) * numbers);
}

void BlockReader::OpenFiles() {
  const auto open = [&](size_t number, const SourcePosition& start) {
    open_.push_back({number, Source::Open(corpus_.files()[number], config_.limits, start)});
  };
  while (open_.size() < config_.files_at_once && !start_.begun.empty()) {
    open(start_.begun.front().file, start_.begun.front().position);
    start_.begun.erase(start_.begun.begin());
  }
  while (open_.size() < config_.files_at_once && start_.next_file < corpus_.files().size()) {
    open(start_.next_file++, {});
  }
}

Source* BlockReader::NextIdle() {
  for (size_t i = 0; i < open_.size(); ++i) {
    turn_ = (turn_ + 1) % open_.size();
    if (!open_[turn_].source->busy()) break;
  }
  return open_[turn_].source.get();
}

bool BlockReader::HandOut(Block* block) {
  for (;;) {
    OpenFiles();
    if (open_.empty()) return false;
    block->slice = {};
    block->from_stream = block->last = block->idle = block->paused = false;
    Source* const next = NextIdle();
    block->source = open_[turn_].source;
    block->idle = next->busy();
    if (block->idle || next->HandOut(block)) return true;
    block->source.reset();
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(turn_));
    turn_ = 0;
  }
}

void BlockReader::Stop() const {
  for (const InputFile& file : corpus_.files()) {
    if (file.live) file.live->Stop();
  }
}

ReaderPosition BlockReader::position() const {
  ReaderPosition position = start_;
  for (const auto& [number, source] : open_) {
    if (!source->done()) position.begun.push_back({number, source->position()});
  }
  return position;
}

void BlockReader::Load(Block* block) const {
  block->loaded = {};
  block->input_bytes = 0;
  if (block->idle) return;
  try {
    const std::shared_ptr<Source> source = block->source;  // an archive may replace it
    source->Load(block);
    if (block->source->input().cr_line_ends) TurnIntoLineFeeds(block);
  } catch (const CorruptionError&) {
    block->source->CheckUnchanged();  // if the file has changed, that is the better message
    throw;
  }
}

// Stitches a block without the end of a record. Lines of text are split by the rule; other records
// are kept whole.
void BlockReader::StitchEndless(Block* block) {
  Source::Carry& carry = block->source->carry;
  if (carry.bytes.empty()) carry.origin = block->body.origin;
  carry.bytes.append(block->loaded);
  block->body.bytes = {};
  if (carry.bytes.empty() || carry.at_start) return;
  // A line is long if it fills a block, not if the input pauses inside of it.
  if (block->paused && carry.bytes.size() <= config_.limits.block_size) return;
  if (const InputFormat format = block->source->input().format; format != InputFormat::kLines) {
    if (carry.bytes.size() <= config_.max_record) return;
    throw InputError(
        fmt::format("{}: this {} is longer than {} bytes, which is the most "
                    "that the memory budget has room for; raise --memory",
                    carry.origin.Describe(0), NounOf(format), config_.max_record));
  }
  const SplitPoint split = rule_.Find(carry.bytes, carry.searched);
  carry.searched = split.searched;
  if (split.keep == 0) {
    if (carry.bytes.size() <= config_.max_undivided) return;
    ThrowNoSplit(carry.origin, config_.max_undivided);
  }
  if (carry.record == 0) carry.record = ++start_.long_records;
  block->lead_bytes.assign(carry.bytes, 0, split.end);
  block->lead = {.bytes = block->lead_bytes,
                 .origin = carry.origin,
                 .joined_to_previous = carry.joined,
                 .joined_to_next = split.joined,
                 .line_goes_on = true,
                 .part_of = carry.record,
                 .shared_with_next = split.end - split.keep};
  carry.bytes.erase(0, split.keep);
  // The origin is given relative to this block if possible, so that a reader that resumes there has
  // less text to skip.
  const size_t left = carry.bytes.size();
  carry.origin = left <= block->loaded.size() ? Ahead(block->origin, block->loaded.size() - left)
                                              : Ahead(carry.origin, split.keep);
  carry.joined = split.joined;
}

void BlockReader::Stitch(Block* block) {
  block->lead = block->body = {};
  block->ends_record = block->cut_off = false;
  if (block->idle) return;
  block->source->Settle(block);
  Source::Carry& carry = block->source->carry;
  if (carry.skip > 0) Skip(block);
  if (carry.at_start) TakeByteOrderMark(block);
  const std::string_view text = block->loaded;
  block->body = {text, block->origin};
  const FoundEnds ends = FindEnds(*block);
  const size_t last_end = block->last ? text.size() : ends.last;
  if (last_end == 0 && !block->last) {
    return StitchEndless(block);
  }
  size_t first_end = 0;
  if (!carry.bytes.empty() || carry.record != 0) {
    first_end = ends.first != 0 ? ends.first : text.size();
    block->lead_bytes.assign(carry.bytes).append(text.substr(0, first_end));
    block->lead = {.bytes = block->lead_bytes,
                   .origin = carry.origin,
                   .joined_to_previous = carry.joined,
                   .part_of = carry.record};
  }
  block->body = {text.substr(first_end, last_end - first_end), Ahead(block->origin, first_end)};
  block->ends_record =
      block->last && carry.record != 0 && block->lead.bytes.empty() && block->body.bytes.empty();
  carry.bytes.assign(text.substr(last_end));
  carry.origin = Ahead(block->origin, last_end);
  carry.skip += ends.skip;
  block->cut_off = block->last && carry.skip > 0;
  carry.joined = false;
  carry.record = 0;
  carry.searched = 0;
}

void BlockReader::Parse(Block* block) const {
  block->bad_records = 0;
  block->passed_over = 0;
  block->source->input().format == InputFormat::kLines ? CountRecords(block) : ParseRecords(block);
}

void BlockReader::CountRecords(Block* block) const {
  const bool last = block->last;
  const bool body_ends = !block->body.bytes.empty();
  block->records = CountLines(block->lead.bytes, last && !body_ends) +
                   CountLines(block->body.bytes, last && body_ends) + (block->ends_record ? 1 : 0);
}

void BlockReader::ParseRecords(Block* block) const {
  RecordPlaces& places = block->places;
  places.ends.clear();
  places.offsets.clear();
  places.lead = block->lead.origin;
  places.body = block->body.origin;
  places.lead_bytes = block->lead.bytes;
  places.body_bytes = block->body.bytes;
  block->parsed.clear();
  uint64_t line_ends = 0;
  const auto take = [&](std::string_view text, size_t record) {
    if (config_.keep_json) return AppendJsonLine(text, &block->parsed);
    line_ends += CountLineEnds(text);
    places.ends.push_back(static_cast<uint32_t>(line_ends++));
    places.offsets.push_back(record);
    block->parsed.append(text).push_back('\n');
  };
  const InputFile& input = block->source->input();
  RecordCounts counts = parser_.Parse(block->lead, input, take);
  places.in_lead = counts.records;
  counts += parser_.Parse(block->body, input, take);
  if (block->cut_off) counts += parser_.TakeCutOff(input);
  block->records = counts.records;
  block->bad_records = counts.bad;
  block->passed_over = counts.passed_over;
  block->lead = {};
  block->body = {block->parsed, block->body.origin};
  block->body.parsed = &places;
}

void BlockReader::Finish(Block* block) const {
  block->source->CheckUnchanged();
  if (!block->from_stream && !block->slice.empty()) {
    const std::string_view file = block->source->file().bytes();
    block->source->file().Release(static_cast<uint64_t>(block->slice.data() - file.data()),
                                  block->slice.size());
  }
  block->source.reset();
}

}  // namespace ciku
