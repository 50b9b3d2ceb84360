#include <fmt/core.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <bit>
#include <optional>

#include "io/error.h"
#include "io/streams/mapped_stream.h"
#include "io/streams/zstd_format.h"

namespace ciku {
namespace {

// Smaller windows count as this size, because the difference does not matter.
constexpr uint64_t kLeastWindow = uint64_t{1} << 20;
// The largest window that decoders are expected to support (RFC 8878, section 3.1.1.1.2) and that
// zstd uses at its usual levels.
constexpr uint64_t kUsualWindow = uint64_t{8} << 20;
// libzstd's streams refuse larger windows; headers can ask for windows of nearly 2^64 bytes.
constexpr uint64_t kMostWindow = uint64_t{1} << 31;
// Files up to this size are walked through, which costs little.
constexpr size_t kSmallFile = size_t{1} << 20;
// The buffers of a stream besides the window.
constexpr uint64_t kBuffers = uint64_t{1} << 19;

// Returns how many bytes of history the frame at `offset` needs: no more than its content can have.
// Only unusual windows are worth a walk through the frame.
uint64_t HistoryOf(std::string_view file, uint64_t offset) {
  const uint64_t window = ZstdWindowSize(file.substr(offset));
  if (window <= kUsualWindow) return window;
  const ZstdFrame frame = WalkZstdFrame(file, offset, window, "");
  return frame.complete ? frame.content_bound : window;
}

// Returns the history that the first of the frames needs that hold data or, if `all`, any of them.
uint64_t HistoryOfFrames(std::string_view file, bool all) {
  uint64_t history = 0;
  for (uint64_t offset = 0; offset < file.size();) {
    const std::string_view head = file.substr(offset);
    if (!IsSkippableZstdFrame(head)) {
      history = std::max(history, HistoryOf(file, offset));
      if (!all) break;
    }
    offset += WalkZstdFrame(file, offset, ~uint64_t{0}, "").compressed_size;
  }
  return history;
}

// Returns the history that frames need which are not looked at.
uint64_t HistoryOfOthers(std::string_view file) {
  const std::optional<SeekTable> table = SeekTable::Find(file);
  if (!table) return kUsualWindow;
  uint64_t largest = 0;
  for (size_t i = 0; i < table->size(); ++i) {
    largest = std::max<uint64_t>(largest, table->entry(i).content_size);
  }
  return std::min(largest, kUsualWindow);
}

// Reads all frames of a file, one after the other.
class ZstdStream : public ByteStream {
 public:
  ZstdStream(MappedInput input, uint64_t memory)
      : input_(input), context_(ZSTD_createDStream()), largest_window_(std::bit_floor(memory)) {
    // libzstd's limit looks at the window in a frame's header only. It would refuse frames whose
    // content is smaller than that window and which never need it, so CheckWindow checks instead.
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax,
                           ZSTD_dParam_getBounds(ZSTD_d_windowLogMax).upperBound);
  }

  size_t Read(char* data, size_t size) override {
    ZSTD_outBuffer out{data, size, 0};
    while (out.pos < size) {
      const std::string_view piece = input_.Next();
      if (!inside_frame_) CheckWindow(piece);
      ZSTD_inBuffer in{piece.data(), piece.size(), 0};
      const size_t before = out.pos;
      const size_t result = ZSTD_decompressStream(context_.get(), &out, &in);
      if (ZSTD_isError(result)) {
        if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge) {
          ThrowWindowTooLarge();
        }
        ThrowZstdError(result, input_.path(),
                       fmt::format("data near offset {}", input_.position()));
      }
      input_.Advance(in.pos);
      if (piece.empty() && out.pos == before) {
        if (inside_frame_) {
          throw CorruptionError(
              fmt::format("{}: truncated: the file ends at offset {} inside a "
                          "zstd frame",
                          Printable(input_.path()), input_.position()));
        }
        break;
      }
      inside_frame_ = result != 0;
    }
    return out.pos;
  }

  uint64_t consumed() const override { return input_.position(); }

 private:
  // Throws if the frame at the start of `piece` needs more history than there is room for. (If no
  // frame starts there, libzstd reports it.)
  void CheckWindow(std::string_view piece) const {
    if (ZstdWindowSize(piece) <= largest_window_) return;
    const uint64_t at = input_.position();
    if (!WalkZstdFrame(input_.bytes(), at, largest_window_, input_.path()).complete) {
      ThrowWindowTooLarge();
    }
  }

  [[noreturn]] void ThrowWindowTooLarge() const {
    throw InputError(
        fmt::format("{}: a zstd frame near offset {} needs a larger window than "
                    "the frames before it; decompress the file first",
                    Printable(input_.path()), input_.position()));
  }

  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };

  MappedInput input_;
  std::unique_ptr<ZSTD_DStream, Free> context_;
  const uint64_t largest_window_;
  bool inside_frame_ = false;
};

}  // namespace

uint64_t ZstdStreamMemory(std::string_view file) {
  uint64_t history = kUsualWindow;
  try {
    const bool small = file.size() <= kSmallFile;
    history = HistoryOfFrames(file, small);
    if (!small) history = std::max(history, HistoryOfOthers(file));
  } catch (const CorruptionError&) {  // whoever reads the file will report the error
  }
  return std::bit_ceil(std::clamp(history, kLeastWindow, kMostWindow)) + kBuffers;
}

std::unique_ptr<ByteStream> OpenZstdStream(MappedInput input, uint64_t memory) {
  return std::make_unique<ZstdStream>(input, memory);
}

}  // namespace ciku
