#include "io/input/describe_input.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "io/bytes.h"
#include "io/error.h"
#include "io/input/recognize.h"
#include "io/input/table_header.h"
#include "io/input/tar_source.h"
#include "io/streams/file_ending.h"

namespace ciku {
namespace {

// How many bytes of a file's beginning are looked at; they go into its fingerprint, and so do as
// many bytes of its end.
constexpr uint64_t kHead = 4096;
// Where these are all ASCII, so many more are looked through for others, which show the encoding.
// To look at still more would take long where there are many files.
constexpr uint64_t kFarHead = kLongestHead - kHead;

std::string ReadHead(const File& file, uint64_t offset, uint64_t size, uint64_t most) {
  std::string head(std::min(most, size - offset), '\0');
  file.ReadAt(offset, head.data(), head.size());
  return head;
}

// Returns how many bytes of memory a stream over the file takes; `head` is its beginning.
uint64_t StreamMemoryOf(const InputFile& input, const File& file, std::string_view head) {
  if (input.compression != Compression::kZstd) return StreamMemory(input.compression, head);
  return StreamMemory(input.compression, MappedFile(file.Duplicate(), input.identity).bytes());
}

// Throws CorruptionError if the file's name promises a compression and its first bytes do not fit:
// the file is damaged, not plain text.
void CheckAgainstName(const InputFile& input) {
  const Compression named = CompressionByName(input.path);
  if (named == Compression::kNone || named == input.compression) return;
  const std::string_view ending =
      std::string_view(input.path).substr(WithoutCompressionEnding(input.path).size());
  throw CorruptionError(fmt::format("{}: damaged at offset 0: does not begin like a {} file",
                                    Printable(input.path), ending));
}

uint64_t HashOfEnds(const File& file, const std::string& head, uint64_t size) {
  std::string ends = head;
  if (size > head.size()) {
    const uint64_t tail = std::min<uint64_t>(kHead, size - head.size());
    ends.resize(head.size() + tail);
    file.ReadAt(size - tail, ends.data() + head.size(), tail);
  }
  return XXH3_64bits(ends.data(), ends.size());
}

// Returns the beginning of a compressed file's text. If the file is damaged there, returns nothing;
// the sweeps will report it.
std::string UnpackedHead(const InputFile& input, uint64_t size) {
  try {
    return TextHead(input, size);
  } catch (const Error&) {
    return {};
  }
}

bool IsBeyondAscii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

bool HasMoreThanAscii(std::string_view text) {
  return std::any_of(text.begin(), text.end(), IsBeyondAscii);
}

// Returns the text from its first byte that is not ASCII on: the first byte of a character.
std::string_view FromBeyondAscii(std::string_view text) {
  const auto* const begin = std::find_if(text.begin(), text.end(), IsBeyondAscii);
  return text.substr(static_cast<size_t>(begin - text.begin()));
}

// Returns a stretch of a plain file that shows its encoding: its head or, if that is all ASCII, the
// first stretch behind it that is not, or the first of a few places that are not.
std::string EncodingSample(const File& file, const std::string& head, uint64_t size) {
  constexpr uint64_t kPlaces = 8;
  if (HasMoreThanAscii(head)) return head;
  if (size > head.size()) {
    const std::string farther = ReadHead(file, head.size(), size, kFarHead);
    if (HasMoreThanAscii(farther)) return std::string(FromBeyondAscii(farther));
  }
  for (uint64_t place = 1; place < kPlaces && size > kPlaces * kHead; ++place) {
    std::string sample = ReadHead(file, size / kPlaces * place, size, kHead);
    // No character of several bytes holds one of these, in all encodings that are guessed.
    sample.erase(0, std::min(sample.find_first_of("\n ,"), sample.size()));
    if (HasMoreThanAscii(sample)) return sample;
  }
  return head;
}

// Sets what the beginning of the text tells.
std::string SetFormat(const Beginning& beginning, const InputOptions& options,
                      const std::function<std::string(size_t)>& text_head, InputFile* input) {
  Recognized recognized = Recognize(input->path, beginning, options);
  input->format = recognized.format;
  input->encoding = recognized.encoding;
  input->cr_line_ends = recognized.cr_line_ends;
  if (recognized.is_tar) {
    input->container = InputFile::Container::kTar;
    input->stream_memory += kTarMemory;
    input->options = std::make_shared<const InputOptions>(options);
  } else {
    ChooseColumns(options, text_head, input);
  }
  return std::move(recognized.remark);
}

}  // namespace

Beginning BeginningOf(std::string_view head, bool whole) {
  const std::string_view first = head.substr(0, kHead);
  return {first, whole && first.size() == head.size(),
          HasMoreThanAscii(first) ? first : FromBeyondAscii(head)};
}

std::string DescribeInputFile(const File& file, const InputOptions& options, InputFile* input) {
  if (!file.IsRegular()) {
    throw InputError(Printable(input->path) + ": is not a file that holds text");
  }
  input->identity = IdentityOf(file);
  const uint64_t size = input->identity.size;
  const std::string head = ReadHead(file, 0, size, kHead);
  if (!input->copied) input->fingerprint = HashOfEnds(file, head, size);
  input->compression = DetectCompression(std::string_view(head).substr(0, kMagicSize));
  CheckAgainstName(*input);
  input->stream_memory = StreamMemoryOf(*input, file, std::string_view(head).substr(0, kMagicSize));
  const auto text_head = [&](size_t most) { return TextHead(*input, most); };
  if (input->compression == Compression::kNone) {
    const std::string sample = EncodingSample(file, head, size);
    return SetFormat({head, head.size() == size, sample}, options, text_head, input);
  }
  std::string unpacked = UnpackedHead(*input, kHead);
  const bool whole = unpacked.size() < kHead;
  if (!whole && !HasMoreThanAscii(unpacked)) {
    std::string farther = UnpackedHead(*input, kLongestHead);
    if (!farther.empty()) unpacked = std::move(farther);
  }
  return SetFormat(BeginningOf(unpacked, whole), options, text_head, input);
}

std::string DescribeStream(const std::function<std::string_view(size_t)>& peek,
                           const InputOptions& options, InputFile* input) {
  const std::string head(peek(kHead));
  if (DetectCompression(std::string_view(head).substr(0, kMagicSize)) != Compression::kNone) {
    throw InputError(Printable(input->path) +
                     ": is compressed inside an archive; unpack the archive first, or leave the "
                     "file out by --exclude-files");
  }
  const auto text_head = [&](size_t most) {
    const std::string_view bytes = peek(most);
    return IsUtf8(input->encoding) ? std::string(bytes) : ConvertText(bytes, input->encoding);
  };
  std::string remark = SetFormat({head, head.size() < kHead, head}, options, text_head, input);
  if (input->container != InputFile::Container::kNone) {
    throw InputError(Printable(input->path) +
                     ": is an archive inside an archive; unpack the outer one first");
  }
  return remark;
}

std::string TextHead(const InputFile& input, size_t size) {
  const std::unique_ptr<MappedFile> file = input.Map();
  std::unique_ptr<ByteStream> stream = OpenStream(*file, input.compression, input.stream_memory);
  if (!IsUtf8(input.encoding)) stream = ConvertEncoding(std::move(stream), input.encoding);
  std::string head(size, '\0');
  head.resize(stream->Read(head.data(), size));
  return head;
}

uint64_t FingerprintOf(const File& file, uint64_t size) {
  return HashOfEnds(file, ReadHead(file, 0, size, kHead), size);
}

}  // namespace ciku
