#include "engine/sweep/pack.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/sweep/block_feed.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/checkpoints.h"
#include "engine/sweep/frame_builder.h"
#include "engine/sweep/job.h"
#include "engine/sweep/per_thread.h"
#include "io/error.h"
#include "io/input/block_reader.h"
#include "io/input/input_file.h"
#include "io/input/split_rule.h"
#include "io/output/frame_compressor.h"
#include "io/output/shard_writer.h"
#include "io/streams/byte_stream.h"

namespace ciku {
namespace {

// A block with its lines and the frames made of them.
struct Parcel : Block {
  std::string lines;
  std::vector<Frame> frames;
};

// Appends `text` with every line end turned into a single line feed. If a record itself ends in a
// carriage return, the line end after it stays CR LF; otherwise the record's carriage return would
// be taken for a part of the line end when the shard is read.
void AppendLines(const Text& text, std::string* out) {
  const std::string_view bytes = text.bytes;
  size_t done = 0;
  for (size_t cr; (cr = bytes.find('\r', done)) != bytes.npos; done = cr + 1) {
    const bool ends_line = cr + 1 == bytes.size() ? !text.joined_to_next : bytes[cr + 1] == '\n';
    const bool after_return = cr > 0 && bytes[cr - 1] == '\r';
    out->append(bytes.substr(done, cr - done));
    if (!ends_line || after_return) out->push_back('\r');
  }
  out->append(bytes.substr(done));
}

class Packer {
 public:
  // `folder` must outlive the packer.
  Packer(ResultFolder* folder, const PackOptions& options)
      : folder_(folder), options_(options), builder_(options.frame_size), in_order_(options.level) {
    for (const InputFormat format : {InputFormat::kLines, InputFormat::kJsonLines}) {
      writers_.emplace(std::piecewise_construct, std::forward_as_tuple(format),
                       std::forward_as_tuple(folder_, format, options.shard_size));
    }
  }

  void CollectLines(Parcel* parcel) {
    const Block& block = *parcel;
    parcel->lines.clear();
    AppendLines(block.lead, &parcel->lines);
    AppendLines(block.body, &parcel->lines);
    const std::string_view end = block.body.bytes.empty() ? block.lead.bytes : block.body.bytes;
    const bool unended = !end.empty() && end.back() != '\n';
    if (block.last && (unended || block.ends_record)) parcel->lines += '\n';
  }

  void BuildFrames(Parcel* parcel) {
    parcel->frames.clear();
    // Texts of all formats but lines may hold line ends: they are packed as JSON lines.
    const bool lines = parcel->source->input().format == InputFormat::kLines;
    builder_.Add(lines ? InputFormat::kLines : InputFormat::kJsonLines, parcel->lines,
                 &parcel->frames);
  }

  void Compress(std::vector<Frame>* frames) {
    for (Frame& frame : *frames) {
      if (!frame.part) frame.compressed = compressors_.local().Compress(frame.text);
    }
  }

  void Write(std::vector<Frame>* frames) {
    for (Frame& frame : *frames) {
      if (frame.part) frame.compressed = in_order_.CompressPart(frame.text, frame.last);
      ShardWriter& writer = writers_.at(frame.format);
      text_bytes_ += frame.text.size();
      // At the beginning of a file, a reader drops a byte-order mark. If a record there begins with
      // one, a second mark is written before it, so that the record keeps its own.
      if (writer.at_shard_start() && frame.text.starts_with(kByteOrderMark)) {
        const std::string mark = compressors_.local().Compress(kByteOrderMark);
        writer.WriteFrame(mark, std::string_view(kByteOrderMark).size());
      }
      writer.WritePart(frame.compressed, frame.text.size(), frame.last);
    }
  }

  // Writes the remaining frames and ends the shards.
  void Finish() {
    std::vector<Frame> rest = builder_.Rest();
    Compress(&rest);
    Write(&rest);
    uint64_t shards = 0;
    for (auto& [format, writer] : writers_) {
      writer.Finish();
      shards += writer.shards();
    }
    // An empty corpus has a shard, too, so that the folder can be read like any other.
    if (shards == 0) writers_.at(InputFormat::kLines).WriteEmptyShard();
  }

  // Save and Restore are like those of the builder and of the writers. At the end of the corpus the
  // builder is empty and is not saved.
  bool can_save() const { return !builder_.inside_frame(); }
  Json Save(bool done, WorkFolder* work) const {
    Json saved = {{"text_bytes", text_bytes_}};
    if (!done) saved["builder"] = builder_.Save(work);
    for (const auto& [format, writer] : writers_) saved["writers"].push_back(writer.Save());
    return saved;
  }
  void Restore(const WorkFolder& work, const Json& saved) {
    text_bytes_ = CountIn(saved, "text_bytes");
    if (saved.contains("builder")) builder_.Restore(work, saved.at("builder"));
    size_t i = 0;
    for (auto& [format, writer] : writers_) writer.Restore(saved.at("writers").at(i++));
  }

  // Makes the folder appear.
  PackResult Commit() {
    PackResult result;
    result.text_bytes = text_bytes_;
    for (const auto& [format, writer] : writers_) {
      result.packed_bytes += writer.packed_bytes();
      result.frames += writer.frames();
      result.shards += writer.shards();
      for (ShardWriter::Shard& shard : writer.first_shards()) {
        result.listed.push_back({std::move(shard.name), shard.bytes, shard.checksum});
      }
    }
    folder_->Commit();
    return result;
  }

 private:
  ResultFolder* const folder_;
  const PackOptions options_;
  FrameBuilder builder_;
  std::map<InputFormat, ShardWriter> writers_;
  FrameCompressor in_order_;
  PerThread<FrameCompressor> compressors_{[this] { return FrameCompressor(options_.level); }};
  uint64_t text_bytes_ = 0;
};

// Returns how many bytes a compressor of this level takes for frames of this size, found by trying.
size_t CompressorMemory(const PackOptions& options) {
  FrameCompressor compressor(options.level);
  compressor.Compress(std::string(options.frame_size, ' '));
  return compressor.memory();
}

// How the memory is divided.
struct PackPlan {
  size_t threads = 0;
  size_t most_text = 0;  // of a frame or member that is read whole, in bytes

  // Takes as many of the threads as the memory has room for.
  PackPlan(const Corpus& corpus, const PackOptions& options, size_t memory, size_t most_threads) {
    // For each of two blocks: the text as it is read, its lines, the frames being built and their
    // compressed form.
    constexpr size_t kForEachByte = 2 * 5;
    constexpr size_t kMostText = 16 * kMiB;
    const size_t each =
        kForEachByte * options.frame_size + corpus.max_stream_memory() + CompressorMemory(options);
    const size_t shared = corpus.memory() + CompressorMemory(options) + 8 * options.frame_size;
    if (memory < shared + each) {
      throw UsageError(
          fmt::format("--memory {}M is too little to pack this; the least that would do is {}M",
                      memory >> 20, ((shared + each) >> 20) + 1));
    }
    threads = std::min(most_threads, (memory - shared) / each);
    const size_t spare = memory - shared - threads * each;
    most_text = options.frame_size + std::min(spare / threads / kForEachByte, kMostText);
  }
};

// Packs one part: from the position of the reader until a checkpoint is due or the corpus ends.
// Returns true at the end of the corpus.
bool PackPart(BlockReader* reader, Packer* packer, size_t threads, const Checkpoints& checkpoints) {
  SweepMeter* const meter = checkpoints.meter();
  const auto parse = [&](Parcel* parcel) {
    reader->Parse(parcel);
    packer->CollectLines(parcel);
  };
  const auto build = [&](Parcel* parcel) { packer->BuildFrames(parcel); };
  const auto compress = [&](Parcel* parcel) { packer->Compress(&parcel->frames); };
  const auto write = [&](Parcel* parcel) {
    packer->Write(&parcel->frames);
    CountRead(*parcel, meter);
    meter->text_bytes += parcel->lines.size();
  };
  return FeedParcels<Parcel>(reader, threads, 2 * threads, [&] { return checkpoints.Due(); },
                             {{StageOrder::kParallel, parse},
                              {StageOrder::kInOrder, build},
                              {StageOrder::kParallel, compress},
                              {StageOrder::kInOrder, write}});
}

ResultFolder OpenFolder(const std::string& folder, const Checkpoints& checkpoints) {
  const WorkFolder* const work = checkpoints.work();
  if (work == nullptr) return ResultFolder(folder);
  return ResultFolder(folder, work->token(), !checkpoints.results().is_null());
}

PackResult PackAll(const Corpus& corpus, const std::string& folder, const PackOptions& options,
                   size_t memory, size_t threads, const Storage& storage, SweepMeter* meter) {
  const PackPlan plan(corpus, options, memory, threads);
  Checkpoints checkpoints(storage, "pack", meter);
  ResultFolder result = OpenFolder(folder, checkpoints);
  Packer packer(&result, options);
  if (!checkpoints.results().is_null()) packer.Restore(*storage.work(), checkpoints.results());
  ReaderConfig config;
  config.limits = {options.frame_size, plan.most_text, plan.threads};
  config.files_at_once = 1;  // so that records keep their order
  config.max_record = std::max(options.frame_size, memory / 32);
  config.keep_json = true;
  const AnywhereSplitRule rule;
  BlockReader reader(corpus, config, rule, checkpoints.start());
  for (bool done = checkpoints.done(); !done;) {
    const StopScope part = checkpoints.BeginPart();
    done = PackPart(&reader, &packer, plan.threads, checkpoints);
    if (done) packer.Finish();
    if (storage.work() == nullptr || !packer.can_save()) continue;
    checkpoints.Record(reader.position(), done, packer.Save(done, storage.work()));
  }
  PackResult packed = packer.Commit();
  packed.threads = plan.threads;
  return packed;
}

}  // namespace

PackResult Pack(const Corpus& corpus, const std::string& folder, const PackOptions& options,
                const Resources& resources, const Storage& storage, Observer* observer) {
  BeginJob("pack",
           {{"--output", Printable(folder)},
            {"--frame-size", options.frame_size},
            {"--shard-size", options.shard_size},
            {"--level", options.level}},
           corpus, storage, observer);
  SweepMeter meter;
  PackResult result;
  observer->Sweep("pack", corpus.total_bytes(), meter, nullptr, [&] {
    result = PackAll(corpus, folder, options, resources.memory, resources.threads, storage, &meter);
    return Figures{{"records", meter.records.load()}};
  });
  result.input = InputFigures(meter);
  return result;
}

}  // namespace ciku
