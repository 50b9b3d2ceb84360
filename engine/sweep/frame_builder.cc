#include "engine/sweep/frame_builder.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace ciku {

void FrameBuilder::Add(InputFormat format, std::string_view text, std::vector<Frame>* done) {
  if (text.empty()) return;
  Frame& frame = open_[format];
  frame.format = format;
  frame.text += text;
  while (EmitOne(&frame, done)) {
  }
}

bool FrameBuilder::EmitOne(Frame* frame, std::vector<Frame>* done) const {
  const std::string& text = frame->text;
  const size_t part_size = kLongestWhole * frame_size_;
  if (!frame->part) {
    if (text.size() < frame_size_) return false;
    const size_t end = text.rfind('\n', frame_size_ - 1);
    if (end != text.npos) return Emit(frame, end + 1, true, done);
  }
  // A record that is longer than a frame, or a part of such a record, extends to the end of the
  // record.
  const size_t end = text.find('\n', frame->part ? 0 : frame_size_);
  if (end < part_size) return Emit(frame, end + 1, true, done);
  if (text.size() < part_size) return false;
  frame->part = true;
  return Emit(frame, part_size, false, done);
}

bool FrameBuilder::Emit(Frame* frame, size_t size, bool last, std::vector<Frame>* done) {
  std::string rest = frame->text.substr(size);
  frame->text.resize(size);
  frame->last = last;
  Frame next;
  next.format = frame->format;
  next.text = std::move(rest);
  next.part = frame->part && !last;
  done->push_back(std::exchange(*frame, std::move(next)));
  return true;
}

bool FrameBuilder::inside_frame() const {
  return std::any_of(open_.begin(), open_.end(), [](const auto& open) { return open.second.part; });
}

std::vector<Frame> FrameBuilder::Rest() {
  std::vector<Frame> rest;
  for (auto& [format, frame] : open_) {
    if (!frame.text.empty() || frame.part) rest.push_back(std::move(frame));
  }
  open_.clear();
  return rest;
}

Json FrameBuilder::Save(WorkFolder* folder) const {
  constexpr size_t kPiece = size_t{1} << 20;
  BlockFileWriter texts(folder->Create());
  Json formats = Json::array();
  for (const auto& [format, frame] : open_) {
    formats.push_back(static_cast<uint64_t>(format));
    texts.BeginPartition();
    for (size_t at = 0; at < frame.text.size(); at += kPiece) {
      texts.WriteBlock(std::string_view(frame.text).substr(at, kPiece));
    }
  }
  return {{"formats", formats}, {"texts", folder->NameOf(texts.Finish())}};
}

void FrameBuilder::Restore(const WorkFolder& folder, const Json& saved) {
  const BlockFile texts = folder.OpenBlockFile(saved.at("texts"));
  for (size_t i = 0; i < texts.partitions().size(); ++i) {
    const auto format = static_cast<InputFormat>(CountFrom(saved.at("formats").at(i)));
    Frame& frame = open_[format];
    frame.format = format;
    BlockFileReader pieces(texts, i);
    for (std::string_view piece; !(piece = pieces.Next()).empty();) frame.text += piece;
  }
}

}  // namespace ciku
