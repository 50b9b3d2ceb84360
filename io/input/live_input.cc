#include "io/input/live_input.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "io/error.h"
#include "io/input/describe_input.h"
#include "io/names.h"
#include "io/streams/byte_stream.h"

namespace ciku {
namespace {

// Whether records can be told from what has come, and read without what comes later.
bool FitsLive(const Recognized& recognized) {
  const bool lines =
      recognized.format == InputFormat::kLines || recognized.format == InputFormat::kJsonLines;
  return lines && !recognized.is_tar && !recognized.cr_line_ends && IsUtf8(recognized.encoding);
}

}  // namespace

LiveInput::LiveInput(File pipe, const InputOptions& options)
    : path_(pipe.path()), options_(options), stream_(std::move(pipe)) {}

bool LiveInput::ReadHead() {
  const size_t before = head_.size();
  head_.resize(kLongestHead);
  head_.resize(before + stream_.Read(head_.data() + before, kLongestHead - before));
  in_head_ = head_.size() < kLongestHead;
  return head_.size() > before;
}

// At a pause, the last line may have come in part.
Recognized LiveInput::Judge() const {
  const bool in_part = in_head_ && stream_.paused();
  const std::string_view head =
      std::string_view(head_).substr(0, in_part ? head_.rfind('\n') + 1 : head_.size());
  return Recognize(path_, BeginningOf(head, in_head_), options_);
}

bool LiveInput::Begin(InputFile* input, std::string* remark) {
  while (ReadHead() && in_head_ && stream_.paused() && head_.find('\n') == head_.npos) {
  }
  if (DetectCompression(head_.substr(0, kMagicSize)) != Compression::kNone) return false;
  Recognized recognized = Judge();
  if (!FitsLive(recognized)) return false;
  format_ = recognized.format;
  input->format = recognized.format;
  input->stream_memory = kLongestHead;
  *remark = std::move(recognized.remark);
  return true;
}

void LiveInput::JudgeAgain() const {
  if (!format_) return;
  const Recognized now = Judge();
  if (FitsLive(now) && now.format == format_) return;
  const auto format = NameOf(kInputFormats, now.format);
  throw InputError(fmt::format(
      "{}: seemed to be {} in UTF-8 by its first lines, but is {} in {}; pass --input-format {} "
      "--encoding {}",
      Printable(path_), NameOf(kInputFormats, *format_), format, now.encoding, format,
      now.encoding));
}

size_t LiveInput::ReadNext(char* data, size_t size) {
  if (from_head_ == head_.size() && !in_head_) return stream_.Read(data, size);
  if (from_head_ == head_.size()) {
    const bool more = ReadHead();
    JudgeAgain();
    if (!more) return 0;
  }
  const size_t n = head_.copy(data, size, from_head_);
  from_head_ += n;
  return n;
}

size_t LiveInput::Read(char* data, size_t size) {
  size_t done = 0;
  while (done < size && !(done > 0 && stream_.paused())) {
    const size_t n = ReadNext(data + done, size - done);
    if (n == 0) break;
    done += n;
  }
  paused_ = stream_.paused() && from_head_ == head_.size();
  position_ += done;
  return done;
}

void LiveInput::TakeText() {
  if (!std::exchange(taken_, true)) return;
  throw UsageError(Printable(path_) + ": was read as it came, and cannot be read again");
}

}  // namespace ciku
