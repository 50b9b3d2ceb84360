#include "engine/count/window_cutter.h"

#include <algorithm>
#include <utility>

#include "io/utf8.h"

namespace ciku {

void WindowCutter::Add(std::string_view window, uint64_t count) {
  const auto differ = std::mismatch(window.begin(), window.end(), window_.begin(), window_.end());
  const auto shared = static_cast<size_t>(differ.first - window.begin());
  size_t length = open_.size();
  while (length > 0 && open_[length - 1].size > shared) --length;
  Close(length);
  const char* at = window.data() + (length == 0 ? 0 : open_.back().size);
  const char* const end = window.data() + window.size();
  // No window is longer than the order, unless the file was not written by ciku.
  while (at < end && open_.size() + 1 < kept_.size()) {
    at += DecodeUtf8(at, end).size;
    open_.push_back({.size = static_cast<size_t>(at - window.data())});
  }
  window_ = window;
  open_.back().own += count;
  open_.back().count += count;
}

void WindowCutter::Close(size_t length) {
  while (open_.size() > length) {
    const Open closed = open_.back();
    if (open_.size() == 1 || closed.count >= min_count_) Keep(open_.size(), closed);
    open_.pop_back();
    if (open_.empty()) return;
    open_.back().count += closed.count;
    if (closed.count < min_count_) open_.back().own += closed.own;
  }
}

void WindowCutter::Keep(size_t length, const Open& open) {
  if (open.own == 0) return;
  auto& kept = kept_[length];
  if (kept == nullptr) {
    kept = std::make_unique<EntryWriter<std::string_view>>(spills_->Create());
    kept->BeginPartition();
  }
  kept->Write(std::string_view(window_).substr(0, open.size), open.own);
}

void WindowCutter::Finish(SectionWriter* writer) {
  Close(0);
  std::vector<BlockFile> files;
  uint64_t bytes = 0;
  for (auto& kept : kept_) {
    if (kept == nullptr) continue;
    files.push_back(kept->Finish());
    bytes += files.back().bytes();
    kept.reset();
  }
  spills_->Grow(bytes);
  std::vector<const BlockFile*> runs;
  for (const BlockFile& file : files) runs.push_back(&file);
  MergePartition<std::string_view>(
      runs, 0, [&](std::string_view window, uint64_t count) { writer->Add(window, count); });
  spills_->Shrink(bytes);
}

}  // namespace ciku
