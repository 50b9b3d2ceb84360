#include "io/input/source.h"

#include <fmt/core.h>
#include <zstd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "io/error.h"
#include "io/input/input_file.h"
#include "io/input/live_input.h"
#include "io/input/member_source.h"
#include "io/input/record_formats.h"
#include "io/input/sqlite_stream.h"
#include "io/input/stream_slices.h"
#include "io/input/tar_source.h"
#include "io/streams/zstd_format.h"

namespace ciku {
namespace {

// Reads a plain file. Its slices are parts of the mapping, which end at line ends if they hold any.
class PlainSource : public Source {
 public:
  PlainSource(const InputFile& input, const BlockLimits& limits, const SourcePosition& start)
      : Source(input, start),
        block_size_(limits.block_size),
        end_(input.end ? input.end->offset : file().bytes().size()),
        position_(start.offset) {}

  bool HandOut(Block* block) override {
    if (done_) return false;
    std::string_view slice = file().bytes().substr(0, end_).substr(position_, block_size_);
    done_ = position_ + slice.size() == end_;
    if (!done_) {
      const size_t line_end = slice.rfind('\n');
      if (line_end != slice.npos) slice = slice.substr(0, line_end + 1);
    }
    block->slice = slice;
    block->origin = {&input().path, Origin::Kind::kFile, 0, position_};
    block->last = done_;
    position_ += slice.size();
    return true;
  }

  void Load(Block* block) override {
    block->loaded = block->slice;
    block->input_bytes = block->slice.size();
  }

  bool done() const override { return done_; }

 private:
  const size_t block_size_;
  const uint64_t end_;
  uint64_t position_;
  bool done_ = false;
};

class StreamSource : public Source {
 public:
  StreamSource(const InputFile& input, const BlockLimits& limits, const SourcePosition& start)
      : Source(input, start),
        slices_(OpenText(), {&input.path, Origin::Kind::kStream}, limits.block_size) {
    SkipTo(start);
  }

  bool HandOut(Block* block) override { return slices_.HandOut(block); }
  bool busy() const override { return slices_.busy(); }
  void Load(Block* block) override { slices_.Load(block); }
  bool done() const override { return slices_.done(); }

 private:
  std::unique_ptr<ByteStream> OpenText() const {
    if (input().query != nullptr) return OpenSqliteStream(input().path, *input().query);
    std::unique_ptr<ByteStream> stream =
        OpenStream(file(), input().compression, input().stream_memory);
    if (IsUtf8(input().encoding)) return stream;
    return ConvertEncoding(std::move(stream), input().encoding);
  }

  StreamSlices slices_;
};

// Reads an input as it comes, once and from its beginning. It is read when a slice is handed out:
// that is quick, apart from waiting, and later slices cannot be had any sooner.
class LiveSource : public Source {
 public:
  LiveSource(const InputFile& input, const BlockLimits& limits)
      : Source(input, nullptr, SourcePosition{}), block_size_(limits.block_size) {
    input.live->TakeText();
  }

  bool HandOut(Block* block) override {
    if (done_) return false;
    LiveInput& live = *input().live;
    char* const data = block->buffer.Reserve(block_size_);
    block->origin = {&input().path, Origin::Kind::kFile, 0, live.position()};
    block->slice = {data, live.Read(data, block_size_)};
    block->from_stream = true;
    block->paused = live.paused();
    block->last = done_ = block->slice.size() < block_size_ && !block->paused;
    return true;
  }

  void Load(Block* block) override {
    block->loaded = block->slice;
    block->input_bytes = block->slice.size();
  }

  bool done() const override { return done_; }

 private:
  const size_t block_size_;
  bool done_ = false;
};

// Reads a zstd file; each slice is one frame. From the first frame that is too large to be held
// whole, the file is read as a stream.
//
// Frames are found by walking from one to the next (zstd_format.h), even if a seek table lists
// them: so that a file is read as `zstd -d` reads it, whatever it was put together from. To walk
// takes a look at 3 bytes in each 128 KiB of text.
//
// If the file is read up to a record that begins in some frame, what precedes it there is read as a
// stream.
class FramedSource : public Source {
 public:
  FramedSource(const InputFile& input, const BlockLimits& limits, const SourcePosition& start)
      : Source(input, start),
        limits_(limits),
        end_(input.end.value_or(FilePlace{file().bytes().size(), 0})),
        position_(start.frame) {
    SkipTo(start);
  }

  bool HandOut(Block* block) override {
    if (stream_) return stream_->HandOut(block);
    if (done_) return false;
    const ZstdFrame frame = NextFrame();
    if (!frame.complete || (frame.compressed_size == 0 && end_.offset > 0)) {
      stream_.emplace(OpenRest(), Origin{&input().path, Origin::Kind::kFrame, position_, 0},
                      limits_.block_size);
      return stream_->HandOut(block);
    }
    block->slice = file().bytes().substr(position_, frame.compressed_size);
    block->origin = {&input().path, Origin::Kind::kFrame, position_, 0};
    block->content_size = frame.content_bound;
    block->last = done_ = block->slice.empty();
    position_ += frame.compressed_size;
    return true;
  }

  bool busy() const override { return stream_ && stream_->busy(); }
  bool done() const override { return stream_ ? stream_->done() : done_; }

  void Load(Block* block) override {
    if (block->from_stream) return stream_->Load(block);
    block->loaded = {};
    block->input_bytes = block->slice.size();
    if (!block->slice.empty()) LoadFrame(block);
  }

 private:
  // Returns the next frame to decompress, or an empty one behind the last that is read as a whole.
  ZstdFrame NextFrame() {
    while (position_ < end_.frame) {
      const ZstdFrame frame =
          WalkZstdFrame(file().bytes(), position_, limits_.frame_limit, input().path);
      if (!frame.skippable) return frame;
      position_ += frame.compressed_size;
    }
    return {.complete = true};
  }

  // Opens a stream over all that is left.
  std::unique_ptr<ByteStream> OpenRest() const {
    const auto open = [&](uint64_t begin, uint64_t end) {
      return OpenStream(file(), Compression::kZstd, input().stream_memory, begin, end);
    };
    std::unique_ptr<ByteStream> frames = open(position_, end_.frame);
    if (end_.offset == 0) return frames;
    std::unique_ptr<ByteStream> last =
        FirstBytes(open(end_.frame, file().bytes().size()), end_.offset);
    return position_ == end_.frame ? std::move(last)
                                   : JoinStreams(std::move(frames), std::move(last));
  }

  void LoadFrame(Block* block) {
    if (!block->decompressor) block->decompressor.reset(ZSTD_createDCtx(), ZSTD_freeDCtx);
    char* const data = block->buffer.Reserve(block->content_size);
    const size_t size =
        ZSTD_decompressDCtx(static_cast<ZSTD_DCtx*>(block->decompressor.get()), data,
                            block->content_size, block->slice.data(), block->slice.size());
    if (ZSTD_isError(size)) {
      ThrowZstdError(size, input().path, fmt::format("frame at offset {}", block->origin.frame));
    }
    block->loaded = {data, size};
  }

  const BlockLimits limits_;
  const FilePlace end_;
  uint64_t position_;
  bool done_ = false;
  std::optional<StreamSlices> stream_;
};

}  // namespace

Source::Source(const InputFile& input, const SourcePosition& start)
    : Source(input, input.Map(), start) {}

Source::Source(const InputFile& input, std::shared_ptr<MappedFile> file,
               const SourcePosition& start)
    : input_(input), file_(std::move(file)) {
  carry.origin = {&input.path, Origin::Kind::kFile, start.frame, start.offset};
  carry.at_start = start.at_start;
  carry.joined = start.joined;
  carry.record = start.record;
  carry.finder = MakeRecordFinder(input);
}

void Source::SkipTo(const SourcePosition& start) {
  carry.origin.offset = 0;
  carry.skip = start.offset;
}

SourcePosition Source::position() const {
  if (carry.at_start) return {};  // bytes that may belong to a byte-order mark are read again
  return {.frame = carry.origin.frame,
          .offset = carry.origin.offset + carry.skip,
          .joined = carry.joined,
          .record = carry.record,
          .at_start = false};
}

SourcePosition StartOf(const InputFile& input, SourcePosition start) {
  if (start.at_start && input.begin != FilePlace()) {
    return {.frame = input.begin.frame, .offset = input.begin.offset, .at_start = false};
  }
  if (start.at_start && input.header_bytes > 0) {
    start.offset = input.header_bytes;
    start.at_start = false;
  }
  return start;
}

std::shared_ptr<Source> Source::Open(const InputFile& input, const BlockLimits& limits,
                                     SourcePosition start) {
  if (input.live) return std::make_shared<LiveSource>(input, limits);
  start = StartOf(input, start);
  if (input.container == InputFile::Container::kTar) return OpenTar(input, limits, start);
  if (input.query == nullptr && IsUtf8(input.encoding)) {
    if (input.compression == Compression::kNone) {
      return std::make_shared<PlainSource>(input, limits, start);
    }
    if (input.compression == Compression::kZstd) {
      return std::make_shared<FramedSource>(input, limits, start);
    }
    if (input.compression == Compression::kGzip || input.compression == Compression::kBzip2) {
      return OpenMembers(input, limits, start);
    }
  }
  return std::make_shared<StreamSource>(input, limits, start);
}

}  // namespace ciku
