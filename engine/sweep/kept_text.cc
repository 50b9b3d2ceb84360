#include "engine/sweep/kept_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace ciku {

KeptText::KeptText(const Checkpoints& checkpoints, TextSink sink)
    : work_(checkpoints.work()), sink_(std::move(sink)) {
  if (work_ == nullptr) return;
  const Json saved = checkpoints.Result("text");
  if (saved.is_null()) {
    writer_.emplace(work_->Create());
    writer_->BeginPartition();
  } else if (checkpoints.done()) {
    complete_.emplace(work_->OpenBlockFile(saved));
  } else {
    writer_.emplace(work_->ReopenBlockFile(saved));
  }
  work_->Grow(complete_ ? complete_->bytes() : writer_->bytes());
  block_.reserve(kBlockSize);
}

void KeptText::Write(std::string_view text) {
  if (work_ == nullptr) return sink_.Write(text);
  while (!text.empty()) {
    const size_t size = std::min(text.size(), kBlockSize - block_.size());
    block_ += text.substr(0, size);
    text.remove_prefix(size);
    if (block_.size() == kBlockSize) WriteBlock();
  }
}

void KeptText::Flush() const {
  if (work_ == nullptr) sink_.Flush();
}

void KeptText::WriteBlock() {
  const uint64_t before = writer_->bytes();
  writer_->WriteBlock(block_);
  work_->Grow(writer_->bytes() - before);
  block_.clear();
}

Json KeptText::Save(bool done) {
  if (!block_.empty()) WriteBlock();
  if (!done) return work_->NameOf(*writer_);
  complete_.emplace(writer_->Finish());
  return work_->NameOf(*complete_);
}

void KeptText::HandOn() const {
  if (!complete_) return;
  BlockFileReader blocks(*complete_, 0);
  for (std::string_view text; !(text = blocks.Next()).empty();) sink_.Write(text);
}

}  // namespace ciku
