#include <zstd.h>

#include <algorithm>

#include "io/input/describe_input.h"
#include "io/input/input_file.h"
#include "io/input/source.h"
#include "io/streams/zstd_format.h"

namespace ciku {
namespace {

std::string SamplePlain(const MappedFile& file, size_t bytes, size_t places) {
  std::string sample;
  const size_t each = bytes / places;
  for (size_t i = 0; i < places; ++i) {
    const uint64_t offset = file.bytes().size() / places * i;
    sample += file.bytes().substr(offset, each);
    file.Release(offset, std::min<uint64_t>(each, file.bytes().size() - offset));
  }
  return sample;
}

// Skips frames that do not decompress: the sweeps will report them.
std::string SampleFrames(const MappedFile& file, const SeekTable& table, size_t bytes,
                         size_t places) {
  std::string sample;
  std::string frame;
  const size_t each = bytes / places;
  uint64_t offset = 0;
  size_t next = 0;
  for (size_t i = 0; i < table.size(); ++i) {
    const SeekTable::Entry entry = table.entry(i);
    if (i == next * table.size() / places) {
      ++next;
      frame.resize(each);
      const std::unique_ptr<ZSTD_DStream, size_t (*)(ZSTD_DStream*)> stream(ZSTD_createDStream(),
                                                                            ZSTD_freeDStream);
      ZSTD_inBuffer in{file.bytes().data() + offset, entry.compressed_size, 0};
      ZSTD_outBuffer out{frame.data(), frame.size(), 0};
      ZSTD_decompressStream(stream.get(), &out, &in);
      sample.append(frame, 0, out.pos);
      file.Release(offset, entry.compressed_size);
    }
    offset += entry.compressed_size;
  }
  return sample;
}

}  // namespace

std::string SampleText(const InputFile& input, size_t bytes, size_t places) {
  if (input.container == InputFile::Container::kNone && IsUtf8(input.encoding)) {
    const std::unique_ptr<MappedFile> file = input.Map();
    if (input.compression == Compression::kNone) return SamplePlain(*file, bytes, places);
    const bool zstd = input.compression == Compression::kZstd;
    const auto table = zstd ? SeekTable::Find(file->bytes()) : std::nullopt;
    if (table && table->size() >= places) return SampleFrames(*file, *table, bytes, places);
  }
  const bool framed = input.compression == Compression::kZstd;
  if (!framed && input.container == InputFile::Container::kNone) return TextHead(input, bytes);
  std::string sample;
  Block block;
  const std::shared_ptr<Source> source = Source::Open(input, {bytes, 4 * bytes});
  block.source = source;
  while (sample.size() < bytes && source->HandOut(&block)) {
    source->Load(&block);
    sample += block.loaded.substr(0, bytes - sample.size());
    if (block.last) break;
  }
  return sample;
}

}  // namespace ciku
