// Reads arbitrary bytes as a zstd file and compares the sizes from frame headers and the seek table
// with those that libzstd finds.
#include "io/streams/zstd_format.h"

#include <zstd.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/bytes.h"
#include "io/error.h"
#include "io/streams/byte_stream.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/memory_file.h"

namespace ciku {
namespace {

constexpr uint64_t kContentLimit = 256 * 1024;
constexpr size_t kMostFrames = 50;

std::optional<ZstdFrame> Walk(std::string_view bytes, uint64_t offset, uint64_t limit) {
  try {
    return WalkZstdFrame(bytes, offset, limit, "input");
  } catch (const CorruptionError&) {
    return std::nullopt;
  }
}

// Returns the size of the frame's content, if libzstd can decompress it and it is not far above the
// limit.
std::optional<size_t> Unpack(std::string_view frame) {
  static ZSTD_DCtx* const context = ZSTD_createDCtx();
  static std::string content(2 * kContentLimit, '\0');
  const size_t size =
      ZSTD_decompressDCtx(context, content.data(), content.size(), frame.data(), frame.size());
  if (ZSTD_isError(size)) return std::nullopt;
  return size;
}

// Checks the frame at `offset`. Returns its size, or 0 if that is not known.
uint64_t CheckFrame(std::string_view bytes, uint64_t offset) {
  const std::string_view rest = bytes.substr(offset);
  const std::optional<ZstdFrame> frame = Walk(bytes, offset, kContentLimit);
  const size_t expected = ZSTD_findFrameCompressedSize(rest.data(), rest.size());
  const std::optional<size_t> content =
      ZSTD_isError(expected) ? std::nullopt : Unpack(rest.substr(0, expected));
  if (!frame) {
    const bool legacy = rest.size() >= 4 && (LoadNumber<uint32_t>(rest.data()) >> 4) == 0xFD2FB52 &&
                        rest[0] != '\x28';
    Require(!content || legacy, "a frame that can be unpacked can be walked");
    return 0;
  }
  Require(frame->content_bound > kContentLimit || frame->complete, "a walk stops for its limit");
  if (!frame->complete) return 0;
  Require(frame->content_bound <= kContentLimit, "a walk keeps to its limit");
  Require(frame->compressed_size > 0 && frame->compressed_size <= rest.size(),
          "a frame lies within the file");
  if (content) {
    Require(frame->compressed_size == expected, "a frame has the size that libzstd finds");
    Require(*content <= frame->content_bound, "a frame's content is within its bound");
  }
  return frame->compressed_size;
}

// A file's stream is opened with the memory that its first frame asks for. Checks that this memory
// is enough for the frame.
void CheckWindow(std::string_view bytes) {
  const std::optional<ZstdFrame> first = Walk(bytes, 0, kContentLimit);
  if (!first || !first->complete) return;
  // A frame of a single segment, which has the window that its content needs, is damaged if it has
  // less content.
  constexpr char kSingleSegment = 0x20;
  if ((bytes[4] & kSingleSegment) != 0 && first->content_bound < ZstdWindowSize(bytes)) return;
  bytes = bytes.substr(0, first->compressed_size);  // later frames may be refused
  if (ZSTD_getDictID_fromFrame(bytes.data(), bytes.size()) != 0) return;
  // libzstd may refuse windows of more than two gigabytes, however small the content is.
  if (ZSTD_isError(ZSTD_findFrameCompressedSize(bytes.data(), bytes.size()))) return;
  const uint64_t memory = StreamMemory(Compression::kZstd, bytes);
  if (ZstdWindowSize(bytes) == 0 || memory > 16 * kContentLimit) return;
  File input = MemoryFile(bytes);
  const FileIdentity identity = IdentityOf(input);
  const MappedFile file(std::move(input), identity);
  char content[16];  // so small that no frame is decompressed in one step
  try {
    OpenStream(file, Compression::kZstd, memory)->Read(content, sizeof(content));
  } catch (const CorruptionError&) {
  } catch (const InputError&) {
    Require(false, "a stream has room for the window of the first frame");
  }
}

void CheckSeekTable(std::string_view bytes) {
  const std::optional<SeekTable> table = SeekTable::Find(bytes);
  if (!table) return;
  uint64_t listed = 0;
  std::vector<SeekTable::Entry> entries;
  for (size_t i = 0; i < table->size(); ++i) {
    entries.push_back(table->entry(i));
    listed += entries.back().compressed_size;
  }
  Require(listed + 17 + 8 * table->size() <= bytes.size(), "listed frames lie within the file");
  const std::string again(listed, '\0');
  const std::string written = again + EncodeSeekTable(entries);
  const std::optional<SeekTable> read = SeekTable::Find(written);
  Require(read && read->size() == entries.size(), "a table that is written is read back");
}

void Check(std::string_view bytes) {
  StreamMemory(DetectCompression(bytes.substr(0, kMagicSize)), bytes);
  ZstdWindowSize(bytes);
  Walk(bytes, 0, 0);
  Walk(bytes, 0, UINT64_MAX);
  uint64_t offset = 0;
  for (size_t frames = 0; frames < kMostFrames && offset < bytes.size(); ++frames) {
    const uint64_t size = CheckFrame(bytes, offset);
    if (size == 0) break;
    offset += size;
  }
  CheckWindow(bytes);
  CheckSeekTable(bytes);
}

}  // namespace
}  // namespace ciku

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ciku::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
