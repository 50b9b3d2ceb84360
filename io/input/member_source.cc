#include "io/input/member_source.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>

#include "io/error.h"
#include "io/input/input_file.h"
#include "io/input/stream_slices.h"

namespace ciku {
namespace {

using std::string_view_literals::operator""sv;

// Whether the bytes behind "\x1F\x8B\x08" fit a gzip header (RFC 1952, section 2.3): no reserved
// flags, and the values that exist for the level and the system.
bool FitsGzipHeader(std::string_view header) {
  constexpr size_t kHeader = 10;
  if (header.size() < kHeader) return false;
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(header[i]); };
  const bool level = byte(8) == 0 || byte(8) == 2 || byte(8) == 4;
  return (byte(3) & 0xE0) == 0 && level && (byte(9) <= 13 || byte(9) == 255);
}

size_t FindGzip(std::string_view bytes, size_t from, size_t to) {
  constexpr std::string_view kGzipMagic = "\x1F\x8B\x08"sv;
  for (size_t at = from; (at = bytes.find(kGzipMagic, at)) < to; ++at) {
    if (FitsGzipHeader(bytes.substr(at))) return at;
  }
  return to;
}

size_t FindBzip2(std::string_view bytes, size_t from, size_t to) {
  constexpr std::string_view kBlock = "1AY&SY"sv;  // the magic of a block, behind "BZh" and a digit
  constexpr size_t kBefore = 4;
  for (size_t at = from + kBefore; (at = bytes.find(kBlock, at)) < to + kBefore; ++at) {
    const std::string_view start = bytes.substr(at - kBefore, kBefore);
    if (start.starts_with("BZh") && start[3] >= '1' && start[3] <= '9') return at - kBefore;
  }
  return to;
}

class MemberSource : public Source {
 public:
  MemberSource(const InputFile& input, const BlockLimits& limits, const SourcePosition& start)
      : Source(input, start), limits_(limits), next_(start.frame) {
    SkipTo(start);
  }

  bool HandOut(Block* block) override {
    const std::lock_guard lock(mutex_);
    if (!rest_ && failed_at_) OpenRest(*failed_at_);
    if (rest_) return rest_->HandOut(block);
    if (at_end_) return false;
    const uint64_t end = SliceEnd();
    if (end > next_) {
      Take(end, block);
    } else if (unsettled_ > 0) {
      draining_ = true;
      block->idle = true;
    } else {
      OpenRest(next_);
      return rest_->HandOut(block);
    }
    return true;
  }

  bool busy() const override {
    const std::lock_guard lock(mutex_);
    if (rest_) return rest_->busy();
    if (failed_at_) return false;
    // Before the file ends, or is read on as a stream, one has to know what became of all slices.
    return at_end_ || draining_ ? unsettled_ > 0 : loading_ >= limits_.members_at_once;
  }

  bool done() const override {
    const std::lock_guard lock(mutex_);
    return rest_ ? rest_->done() : at_end_ && !failed_at_;
  }

  void Load(Block* block) override {
    if (block->from_stream) return rest_->Load(block);
    char* const data = block->buffer.Reserve(limits_.frame_limit + 1);
    block->input_bytes = block->slice.size();
    size_t size = 0;
    try {
      const uint64_t end = block->origin.frame + block->slice.size();
      size =
          OpenStream(file(), input().compression, input().stream_memory, block->origin.frame, end)
              ->Read(data, limits_.frame_limit + 1);
      block->unsound = size > limits_.frame_limit;
    } catch (const CorruptionError&) {
      block->unsound = true;
    }
    block->loaded = {data, block->unsound ? 0 : size};
    const std::lock_guard lock(mutex_);
    --loading_;
  }

  void Settle(Block* block) override {
    if (block->from_stream) return;
    const std::lock_guard lock(mutex_);
    --unsettled_;
    if (!failed_ && block->unsound) {
      failed_ = true;
      failed_at_ = block->origin.frame;
    }
    if (failed_) {
      block->loaded = {};
      block->input_bytes = 0;
      block->last = false;
    }
  }

 private:
  // Returns where the next slice ends. There is none, and this is where it would begin, if no other
  // member begins soon: a stream is then handed on sooner.
  uint64_t SliceEnd() const {
    const std::string_view bytes = file().bytes();
    const size_t most = std::min<size_t>(bytes.size(), next_ + kMostCompressed);
    const size_t least =
        std::min<size_t>(most, next_ + std::max<size_t>(limits_.block_size / 4, 1));
    if (next_ == 0 && FindMember(bytes, input().compression, 1, most) == most) return 0;
    const size_t end = FindMember(bytes, input().compression, least, most);
    return end == most && most < bytes.size() ? next_ : end;
  }

  void Take(uint64_t end, Block* block) {
    block->slice = file().bytes().substr(next_, end - next_);
    block->origin = {&input().path, Origin::Kind::kMember, next_, 0};
    block->unsound = false;
    block->last = at_end_ = end == file().bytes().size();
    next_ = end;
    ++loading_;
    ++unsettled_;
  }

  void OpenRest(uint64_t from) {
    rest_.emplace(OpenStream(file(), input().compression, input().stream_memory, from),
                  Origin{&input().path, Origin::Kind::kMember, from, 0}, limits_.block_size);
    failed_at_.reset();
  }

  // The most compressed bytes in which the beginning of the next member is looked for.
  static constexpr size_t kMostCompressed = size_t{4} << 20;

  const BlockLimits limits_;
  mutable std::mutex mutex_;           // guards all that follows
  uint64_t next_;                      // where the next slice begins
  bool at_end_ = false;                // there are no more slices
  bool draining_ = false;              // no slices are handed out until all are settled
  size_t loading_ = 0;                 // slices that were handed out and are not yet loaded
  size_t unsettled_ = 0;               // ... and not yet settled
  bool failed_ = false;                // slices that are settled from now on are forgotten
  std::optional<uint64_t> failed_at_;  // where the file has to be read on as a stream
  std::optional<StreamSlices> rest_;
};

}  // namespace

size_t FindMember(std::string_view bytes, Compression compression, size_t from, size_t to) {
  return compression == Compression::kGzip ? FindGzip(bytes, from, to) : FindBzip2(bytes, from, to);
}

std::shared_ptr<Source> OpenMembers(const InputFile& input, const BlockLimits& limits,
                                    const SourcePosition& start) {
  return std::make_shared<MemberSource>(input, limits, start);
}

}  // namespace ciku
