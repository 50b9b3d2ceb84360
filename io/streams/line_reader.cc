#include "io/streams/line_reader.h"

#include <fmt/core.h>

#include "io/error.h"
#include "io/files/file.h"

namespace ciku {
namespace {

constexpr size_t kReadAtOnce = size_t{256} << 10;

}  // namespace

LineReader::LineReader(const std::string& path, size_t longest, char end)
    : path_(path == "-" ? "/dev/stdin" : path), longest_(longest), end_(end) {
  File file = File::OpenForReading(path_);
  if (!file.IsRegular()) file = CopyToTemporary(&file, DefaultTempDirectory());
  const FileIdentity identity = IdentityOf(file);
  file_ = std::make_unique<MappedFile>(std::move(file), identity);
  Restart();
}

LineReader::~LineReader() = default;

void LineReader::Restart() {
  buffer_.clear();
  at_ = 0;
  line_ = 0;
  const std::string_view head = file_->bytes().substr(0, kMagicSize);
  const Compression compression = DetectCompression(head);
  stream_ = OpenStream(*file_, compression, StreamMemory(compression, head));
  ReadMore();
  if (buffer_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
}

std::string_view LineReader::Ahead() const {
  const std::string_view text = std::string_view(buffer_).substr(at_);
  return text.substr(0, at_end_ ? text.size() : text.rfind(end_) + 1);
}

// Reads more text into the buffer; returns false at the end of the file.
bool LineReader::ReadMore() {
  buffer_.erase(0, at_);
  at_ = 0;
  const size_t before = buffer_.size();
  buffer_.resize(before + kReadAtOnce);
  const size_t size = stream_->Read(buffer_.data() + before, kReadAtOnce);
  buffer_.resize(before + size);
  at_end_ = size < kReadAtOnce;
  return size > 0;
}

bool LineReader::Next(std::string_view* line) {
  size_t searched = at_;
  size_t end = 0;
  while ((end = buffer_.find(end_, searched)) == buffer_.npos && !at_end_) {
    if (buffer_.size() - at_ > longest_) {
      ++line_;
      Fail(fmt::format("is longer than {} bytes", longest_));
    }
    searched = buffer_.size() - at_;
    ReadMore();
  }
  if (end == buffer_.npos && at_ == buffer_.size()) return false;
  *line = std::string_view(buffer_).substr(at_, end == buffer_.npos ? end : end - at_);
  at_ = end == buffer_.npos ? buffer_.size() : end + 1;
  ++line_;
  if (end_ == '\n' && line->ends_with('\r')) line->remove_suffix(1);
  return true;
}

bool LineReader::NextNotEmpty(std::string_view* line) {
  while (Next(line)) {
    if (!line->empty()) return true;
  }
  return false;
}

std::string LineReader::Place() const {
  return fmt::format("{}: line {}", Printable(path_), line_);
}

void LineReader::Fail(const std::string& what) const {
  throw InputError(fmt::format("{} {}", Place(), what));
}

}  // namespace ciku
