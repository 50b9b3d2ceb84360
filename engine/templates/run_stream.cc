#include "engine/templates/run_stream.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/sweep/budget.h"
#include "io/error.h"

namespace ciku {

RunStream::RunStream(std::vector<BlockFile> parts, SpillFolder* spills)
    : parts_(std::move(parts)), spills_(spills) {
  spills_->Grow(bytes());
}

RunStream& RunStream::operator=(RunStream&& other) noexcept {
  Forget();
  parts_ = std::move(other.parts_);
  spills_ = other.spills_;
  return *this;
}

RunStream::~RunStream() { Forget(); }

void RunStream::Forget() {
  if (!parts_.empty()) spills_->Shrink(bytes());
  parts_.clear();
}

uint64_t RunStream::bytes() const {
  uint64_t sum = 0;
  for (const BlockFile& part : parts_) sum += part.bytes();
  return sum;
}

Json RunStream::Save(const WorkFolder& folder) const {
  Json saved = Json::array();
  for (const BlockFile& part : parts_) saved.push_back(folder.NameOf(part));
  return saved;
}

RunStream RunStream::Restore(WorkFolder* folder, const Json& saved) {
  std::vector<BlockFile> parts;
  for (const Json& part : saved) parts.push_back(folder->OpenBlockFile(part));
  return {std::move(parts), folder};
}

void RunStream::ForEachBlock(size_t threads,
                             const std::function<void(std::string_view)>& visit) const {
  std::vector<std::pair<const BlockFile*, size_t>> partitions;
  for (const BlockFile& part : parts_) {
    for (size_t p = 0; p < part.partitions().size(); ++p) partitions.emplace_back(&part, p);
  }
  ParallelFor(threads, partitions.size(), [&](size_t i) {
    BlockFileReader blocks(*partitions[i].first, partitions[i].second);
    for (std::string_view block; !(block = blocks.Next()).empty();) visit(block);
  });
}

void RunStreamWriter::Part::EndBlock() {
  if (block_.empty()) return;
  if (together_ >= kReadTogether) {
    run_.BeginPartition();
    together_ = 0;
  }
  run_.WriteBlock(block_);
  together_ += block_.size();
  block_.clear();
}

BlockFile RunStreamWriter::Part::Finish() {
  EndBlock();
  return run_.Finish();
}

RunStreamWriter::Part* RunStreamWriter::TakePart() {
  const std::lock_guard lock(mutex_);
  if (taken_ == parts_.size()) parts_.emplace_back(BlockFileWriter(spills_->Create(), kLevel));
  return &parts_[taken_++];
}

Json RunStreamWriter::Save(const WorkFolder& folder) {
  Json saved = Json::array();
  for (Part& part : parts_) {
    part.EndBlock();
    saved.push_back(folder.NameOf(part.run()));
  }
  return saved;
}

void RunStreamWriter::Restore(const WorkFolder& folder, const Json& saved) {
  for (const Json& part : saved) parts_.emplace_back(folder.ReopenBlockFile(part, kLevel));
}

RunStream RunStreamWriter::Finish() {
  std::vector<BlockFile> runs;
  for (Part& part : parts_) runs.push_back(part.Finish());
  of_threads_.clear();
  parts_.clear();
  return {std::move(runs), spills_};
}

void ThrowBadRecord() { throw CorruptionError("a temporary file holds something other than runs"); }

}  // namespace ciku
