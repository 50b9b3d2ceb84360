#include "io/streams/zstd_format.h"

#include <fmt/core.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "io/bytes.h"
#include "io/error.h"

namespace ciku {
namespace {

constexpr uint32_t kFrameMagic = 0xFD2FB528;
constexpr uint32_t kSkippableMagic = 0x184D2A50;  // the low four bits may have any value
constexpr uint32_t kSeekTableMagic = 0x184D2A5E;
constexpr uint32_t kSeekFooterMagic = 0x8F92EAB1;
constexpr size_t kSeekFooterSize = 9;
constexpr size_t kSkippableHeaderSize = 8;
constexpr uint64_t kMaxBlockContent = 128 * 1024;

// Reads little-endian numbers from a frame. Throws CorruptionError if the file ends too early.
class FrameCursor {
 public:
  FrameCursor(std::string_view bytes, uint64_t offset, const std::string& path)
      : bytes_(bytes), start_(offset), position_(offset), path_(path) {}

  uint64_t Take(size_t width) {
    Need(width);
    uint64_t number = 0;
    std::memcpy(&number, bytes_.data() + position_, width);
    position_ += width;
    return number;
  }

  void Skip(uint64_t size) {
    Need(size);
    position_ += size;
  }

  [[noreturn]] void Fail(const std::string& what) const {
    throw CorruptionError(
        fmt::format("{}: {} (zstd frame at offset {})", Printable(path_), what, start_));
  }

  uint64_t consumed() const { return position_ - start_; }

 private:
  void Need(uint64_t size) const {
    if (bytes_.size() - position_ < size) {
      Fail(fmt::format("truncated: the file ends at offset {} inside a frame", bytes_.size()));
    }
  }

  std::string_view bytes_;
  uint64_t start_;
  uint64_t position_;
  const std::string& path_;
};

uint64_t WindowSize(uint64_t descriptor) {
  const uint64_t base = uint64_t{1} << (10 + (descriptor >> 3));
  return base + base / 8 * (descriptor & 7);
}

// Reads the frame header after its magic; sets the window size and, if the header states it, the
// content size. Returns true if a checksum follows the last block.
bool ReadFrameHeader(FrameCursor* cursor, ZstdFrame* frame, std::optional<uint64_t>* content) {
  static constexpr size_t kDictionaryIdSizes[] = {0, 1, 2, 4};
  const uint64_t descriptor = cursor->Take(1);
  const bool single_segment = (descriptor & 0x20) != 0;
  if (!single_segment) frame->window_size = WindowSize(cursor->Take(1));
  cursor->Skip(kDictionaryIdSizes[descriptor & 3]);
  switch (descriptor >> 6) {
    case 0:
      if (single_segment) *content = cursor->Take(1);
      break;
    case 1:
      *content = cursor->Take(2) + 256;
      break;
    case 2:
      *content = cursor->Take(4);
      break;
    default:
      *content = cursor->Take(8);
  }
  if (single_segment || (content->has_value() && **content < frame->window_size)) {
    frame->window_size = **content;
  }
  return (descriptor & 0x04) != 0;
}

// Goes from block to block and adds up the most that they can hold.
void WalkBlocks(FrameCursor* cursor, uint64_t content_limit, ZstdFrame* frame) {
  for (bool last = false; !last;) {
    if (frame->content_bound > content_limit) return;
    const uint64_t header = cursor->Take(3);
    last = (header & 1) != 0;
    const uint64_t type = (header >> 1) & 3;
    const uint64_t size = header >> 3;
    if (type == 3) cursor->Fail("a block of a reserved type");
    cursor->Skip(type == 1 ? 1 : size);  // a run-length block holds one byte
    frame->content_bound += type == 2 ? kMaxBlockContent : size;
  }
  frame->complete = true;
}

}  // namespace

ZstdFrame WalkZstdFrame(std::string_view bytes, uint64_t offset, uint64_t content_limit,
                        const std::string& path) {
  FrameCursor cursor(bytes, offset, path);
  ZstdFrame frame;
  const auto magic = static_cast<uint32_t>(cursor.Take(4));
  if ((magic & ~uint32_t{0xF}) == kSkippableMagic) {
    frame.skippable = frame.complete = true;
    cursor.Skip(cursor.Take(4));
    frame.compressed_size = cursor.consumed();
    return frame;
  }
  if (magic != kFrameMagic) cursor.Fail("no zstd frame starts here");
  std::optional<uint64_t> content;
  const bool has_checksum = ReadFrameHeader(&cursor, &frame, &content);
  WalkBlocks(&cursor, content_limit, &frame);
  if (!frame.complete) return frame;
  if (has_checksum) cursor.Skip(4);
  if (content && *content < frame.content_bound) frame.content_bound = *content;
  frame.complete = frame.content_bound <= content_limit;
  frame.compressed_size = cursor.consumed();
  return frame;
}

void ThrowZstdError(size_t error, const std::string& path, const std::string& place) {
  if (ZSTD_getErrorCode(error) == ZSTD_error_dictionary_wrong) {
    throw InputError(
        fmt::format("{}: was compressed with a dictionary, without which it cannot be read; `zstd "
                    "-dc -D DICTIONARY FILE` writes the text for a pipe",
                    Printable(path)));
  }
  throw CorruptionError(
      fmt::format("{}: damaged zstd {}: {}", Printable(path), place, ZSTD_getErrorName(error)));
}

bool IsSkippableZstdFrame(std::string_view head) {
  return head.size() >= 4 &&
         (LoadNumber<uint32_t>(head.data()) & ~uint32_t{0xF}) == kSkippableMagic;
}

uint64_t ZstdWindowSize(std::string_view head) {
  if (head.size() < 4 || LoadNumber<uint32_t>(head.data()) != kFrameMagic) return 0;
  const std::string no_path;
  FrameCursor cursor(head, 4, no_path);
  ZstdFrame frame;
  std::optional<uint64_t> content;
  try {
    ReadFrameHeader(&cursor, &frame, &content);
  } catch (const CorruptionError&) {
    return 0;  // whoever reads the file will report the error
  }
  return frame.window_size;
}

std::optional<SeekTable> SeekTable::Find(std::string_view bytes) {
  if (bytes.size() < kSkippableHeaderSize + kSeekFooterSize) return std::nullopt;
  const char* const footer = bytes.data() + bytes.size() - kSeekFooterSize;
  if (LoadNumber<uint32_t>(footer + 5) != kSeekFooterMagic) return std::nullopt;
  const uint64_t count = LoadNumber<uint32_t>(footer);
  const auto descriptor = static_cast<unsigned char>(footer[4]);
  const size_t stride = (descriptor & 0x80) != 0 ? 12 : 8;
  const uint64_t content = count * stride + kSeekFooterSize;
  if ((descriptor & 0x7C) != 0 || content + kSkippableHeaderSize > bytes.size()) {
    return std::nullopt;
  }
  const char* const header = bytes.data() + bytes.size() - content - kSkippableHeaderSize;
  if (LoadNumber<uint32_t>(header) != kSeekTableMagic ||
      LoadNumber<uint32_t>(header + 4) != content) {
    return std::nullopt;
  }
  const SeekTable table(header + kSkippableHeaderSize, static_cast<size_t>(count), stride);
  uint64_t total = content + kSkippableHeaderSize;
  for (size_t i = 0; i < table.size(); ++i) total += table.entry(i).compressed_size;
  return total == bytes.size() ? std::optional<SeekTable>(table) : std::nullopt;
}

SeekTable::Entry SeekTable::entry(size_t i) const {
  const char* const at = entries_ + i * stride_;
  return {LoadNumber<uint32_t>(at), LoadNumber<uint32_t>(at + 4)};
}

std::string EncodeSeekTable(const std::vector<SeekTable::Entry>& entries) {
  std::string out;
  AppendNumber<uint32_t>(kSeekTableMagic, &out);
  AppendNumber<uint32_t>(static_cast<uint32_t>(entries.size() * 8 + kSeekFooterSize), &out);
  for (const SeekTable::Entry& entry : entries) {
    AppendNumber<uint32_t>(entry.compressed_size, &out);
    AppendNumber<uint32_t>(entry.content_size, &out);
  }
  AppendNumber<uint32_t>(static_cast<uint32_t>(entries.size()), &out);
  out.push_back('\0');
  AppendNumber<uint32_t>(kSeekFooterMagic, &out);
  return out;
}

}  // namespace ciku
