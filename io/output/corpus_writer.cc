#include "io/output/corpus_writer.h"

#include <fmt/core.h>

#include <limits>
#include <utility>
#include <vector>

#include "io/error.h"
#include "io/files/file.h"
#include "io/files/growing_checksum.h"
#include "io/files/spill_folder.h"
#include "io/output/frame_compressor.h"
#include "io/records/json_records.h"
#include "io/streams/zstd_format.h"

namespace ciku {
namespace {

// A frame ends at the first record end behind so many bytes, like those of `ciku pack`: several
// threads can then read the file.
constexpr size_t kFrameSize = size_t{1} << 20;

// The file is read a few times and then gone, so time matters more than space: this takes two
// thirds of the time of level 1.
constexpr int kQuickLevel = -3;

}  // namespace

struct CorpusWriter::State {
  State(const std::string& given_name, SpillFolder* given_spills)
      : name(given_name),
        spills(given_spills),
        file(File::CreateTemporary(spills == nullptr ? DefaultTempDirectory()
                                                     : spills->directory())) {}

  const std::string name;
  SpillFolder* const spills;
  File file;
  FrameCompressor compressor{kQuickLevel};
  GrowingChecksum written;  // of the frames before they are compressed
  std::vector<SeekTable::Entry> frames;
  std::string frame;  // JSON lines, in which texts may hold line ends
  uint64_t texts = 0;
  uint64_t text_bytes = 0;

  void Write(std::string_view bytes) {
    file.Write(bytes);
    if (spills != nullptr) spills->Grow(bytes.size());
  }
};

CorpusWriter::CorpusWriter(const std::string& name, SpillFolder* spills)
    : state_(std::make_unique<State>(name, spills)) {}
CorpusWriter::CorpusWriter(CorpusWriter&&) noexcept = default;
CorpusWriter::~CorpusWriter() = default;

uint64_t CorpusWriter::texts() const { return state_->texts; }
uint64_t CorpusWriter::text_bytes() const { return state_->text_bytes; }

void CorpusWriter::Add(std::string_view text) {
  AppendJsonLine(text, &state_->frame);
  ++state_->texts;
  state_->text_bytes += text.size();
  if (state_->frame.size() >= kFrameSize) WriteFrame();
}

void CorpusWriter::WriteFrame() {
  std::string& frame = state_->frame;
  if (frame.size() > std::numeric_limits<uint32_t>::max()) {
    throw InputError(fmt::format("{}: text {} has {} bytes; a text may have up to about 4 GiB",
                                 Printable(state_->name), state_->texts, frame.size()));
  }
  const std::string compressed = state_->compressor.Compress(frame);
  state_->Write(compressed);
  state_->written.Add(frame);
  state_->frames.push_back(
      {static_cast<uint32_t>(compressed.size()), static_cast<uint32_t>(frame.size())});
  const bool was_long = frame.capacity() > 4 * kFrameSize;
  was_long ? frame = {} : frame.erase();
}

Corpus CorpusWriter::Finish() {
  if (!state_->frame.empty()) WriteFrame();
  state_->Write(EncodeSeekTable(state_->frames));
  return Corpus::OfKept(std::move(state_->file), state_->name, state_->written.value());
}

}  // namespace ciku
