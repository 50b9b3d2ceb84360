#include "io/input/corpus_part.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "io/error.h"
#include "io/files/growing_checksum.h"
#include "io/streams/zstd_format.h"

namespace ciku {
namespace {

bool IsDivided(const InputFile& file) {
  const bool lines = file.format == InputFormat::kLines || file.format == InputFormat::kJsonLines;
  const bool framed =
      file.compression == Compression::kNone || file.compression == Compression::kZstd;
  return lines && framed && file.container == InputFile::Container::kNone &&
         IsUtf8(file.encoding) && !file.cr_line_ends;
}

// Returns a place from which a walk from frame to frame gets to `offset`: the beginning of a frame
// before it, as the seek table has it, or of the file.
uint64_t FrameBefore(std::string_view bytes, uint64_t offset) {
  const std::optional<SeekTable> table = SeekTable::Find(bytes);
  uint64_t at = 0;
  uint64_t before = 0;
  for (size_t i = 0; table && i < table->size() && at <= offset; ++i) {
    // The table is only a hint.
    if (ZstdWindowSize(bytes.substr(at)) > 0) before = at;
    at += table->entry(i).compressed_size;
  }
  return before;
}

// Returns where the first frame with content begins at or after `offset`; the size of the file if
// none does.
uint64_t FrameFrom(const MappedFile& file, uint64_t offset) {
  const std::string_view bytes = file.bytes();
  uint64_t at = FrameBefore(bytes, offset);
  while (at < bytes.size()) {
    const ZstdFrame frame = WalkZstdFrame(bytes, at, ~uint64_t{0}, file.path());
    if (at >= offset && !frame.skippable) break;
    at += frame.compressed_size;
  }
  return at;
}

// Returns the first record that begins behind the first line end of the text from this frame on.
FilePlace RecordInFrames(const InputFile& input, const MappedFile& file, uint64_t frame) {
  const std::unique_ptr<ByteStream> text =
      OpenStream(file, input.compression, input.stream_memory, frame);
  std::string piece(size_t{1} << 16, '\0');
  for (uint64_t offset = 0;;) {
    const size_t size = text->Read(piece.data(), piece.size());
    const size_t end = std::string_view(piece).substr(0, size).find('\n');
    if (end != piece.npos) return {frame, offset + end + 1};
    offset += size;
    if (size < piece.size()) return {file.bytes().size(), 0};
  }
}

FilePlace RecordInBytes(const MappedFile& file, uint64_t offset) {
  constexpr uint64_t kPiece = uint64_t{1} << 20;
  const std::string_view bytes = file.bytes();
  for (uint64_t at = offset - 1; at < bytes.size(); at += kPiece) {
    const size_t end = bytes.substr(at, kPiece).find('\n');
    if (end != bytes.npos) return {0, at + end + 1};
    file.Release(at, std::min<uint64_t>(kPiece, bytes.size() - at));
  }
  return {0, bytes.size()};
}

// Returns the first record that begins at or after `offset` of a file that is divided.
FilePlace FirstRecordFrom(const InputFile& input, const MappedFile& file, uint64_t offset) {
  if (offset == 0) return {};
  if (input.compression == Compression::kNone) return RecordInBytes(file, offset);
  const uint64_t frame = FrameFrom(file, offset);
  if (frame == file.bytes().size()) return {frame, 0};
  return RecordInFrames(input, file, frame);
}

// Sets where the part begins and ends in a file, whose bytes from `begin` to `end` are of the part.
// Returns false if no record is.
bool Divide(uint64_t begin, uint64_t end, InputFile* input) {
  const std::unique_ptr<MappedFile> file = input->Map();
  input->begin = FirstRecordFrom(*input, *file, begin);
  if (end < input->identity.size) input->end = FirstRecordFrom(*input, *file, end);
  const uint64_t size = input->identity.size;
  const bool framed = input->compression == Compression::kZstd;
  const FilePlace last = input->end.value_or(framed ? FilePlace{size, 0} : FilePlace{0, size});
  return input->begin != last;
}

}  // namespace

uint64_t BeginOfPart(uint64_t number, uint64_t of, uint64_t bytes) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<uint64_t>(Wide{bytes} * (number - 1) / of);
}

void KeepPart(const CorpusPart& part, std::vector<InputFile>* files) {
  uint64_t bytes = 0;
  for (const InputFile& file : *files) bytes += file.identity.size;
  uint64_t at = 0;
  if (part.whole) {
    bytes = part.whole->bytes;
    at = part.whole->bytes_before;
  }
  const uint64_t begin = BeginOfPart(part.number, part.of, bytes);
  // Empty files behind all bytes belong to the last part.
  const uint64_t end =
      part.number == part.of ? bytes + 1 : BeginOfPart(part.number + 1, part.of, bytes);
  std::vector<InputFile> kept;
  for (InputFile& file : *files) {
    const uint64_t size = file.identity.size;
    const uint64_t from = std::max(begin, at) - at;
    const uint64_t to = std::min(std::max(end, at) - at, size);
    const bool holds_first = begin <= at && at < end;
    const bool divides = size > 0 && IsDivided(file) && from < to;
    if (divides ? Divide(from, to, &file) : holds_first) kept.push_back(std::move(file));
    at += size;
  }
  *files = std::move(kept);
}

uint64_t BytesToRead(const InputFile& file) {
  const auto place = [](const FilePlace& at) { return at.frame + (at.frame == 0 ? at.offset : 0); };
  if (file.compression != Compression::kNone) {
    return (file.end ? file.end->frame : file.identity.size) - file.begin.frame;
  }
  return (file.end ? place(*file.end) : file.identity.size) - place(file.begin);
}

uint64_t ChecksumOfFiles(const std::vector<InputFile>& files) {
  GrowingChecksum checksum;
  for (const InputFile& file : files) {
    checksum.Add(fmt::format("{} {} {}\n", file.identity.size, file.fingerprint,
                             std::filesystem::path(file.path).filename().native()));
  }
  return checksum.value();
}

std::string PartText(const CorpusPart& part) { return fmt::format("{}/{}", part.number, part.of); }

}  // namespace ciku
