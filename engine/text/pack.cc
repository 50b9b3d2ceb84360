#include "engine/text/pack.h"

#include <fmt/format.h>
#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_pipeline.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/text/threads.h"
#include "io/block_reader.h"
#include "io/error.h"
#include "io/seam_rule.h"
#include "io/shard_writer.h"

namespace ciku {
namespace {

constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";

// Text on its way into a frame of its own, or a part of a record too long for that.
struct Frame {
  TextFormat format = TextFormat::kLines;
  std::string text;
  std::string compressed;
  bool part = false;  // compressed where it is written, since it goes on a frame
  bool last = true;   // of its frame
};

// A block and what becomes of it.
struct Parcel {
  Block block;
  std::string lines;
  std::vector<Frame> frames;
};

// Appends `text` with its line ends made line feeds alone, except after a record that ends in a
// carriage return, which would be taken for a part of the line end when it is read again.
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

// Gathers records into frames of the size asked for; small files share a frame.
class FrameBuilder {
 public:
  explicit FrameBuilder(size_t frame_size) : frame_size_(frame_size) {}

  // Adds text that ends at a record end, unless `joined`: then its last record goes on.
  void Add(TextFormat format, std::string_view text, bool joined, std::vector<Frame>* done) {
    if (text.empty()) return;
    Frame& frame = open_[format];
    frame.format = format;
    const size_t size = frame.text.size() + text.size();
    if (!inside_record_ && !frame.text.empty() && size > frame_size_) Emit(&frame, true, done);
    frame.text += text;
    inside_record_ = joined;
    if (joined) {
      if (frame.text.size() < kLongestWhole * frame_size_) return;
      frame.part = true;
      Emit(&frame, false, done);
      frame.part = true;
    } else if (frame.part || frame.text.size() >= frame_size_) {
      Emit(&frame, true, done);
    }
  }

  // What is left at the end.
  std::vector<Frame> Rest() {
    std::vector<Frame> rest;
    for (auto& [format, frame] : open_) {
      if (!frame.text.empty() || frame.part) rest.push_back(std::move(frame));
    }
    return rest;
  }

 private:
  // A record of more than this many frame sizes is compressed as it comes.
  static constexpr size_t kLongestWhole = 4;

  static void Emit(Frame* frame, bool last, std::vector<Frame>* done) {
    frame->last = last;
    done->push_back(std::exchange(*frame, {}));
    frame->format = done->back().format;
  }

  const size_t frame_size_;
  bool inside_record_ = false;
  std::map<TextFormat, Frame> open_;
};

class Packer {
 public:
  Packer(const std::string& folder, const PackOptions& options)
      : folder_(folder), options_(options), builder_(options.frame_size), in_order_(options.level) {
    for (const TextFormat format : {TextFormat::kLines, TextFormat::kJsonLines}) {
      writers_.emplace(std::piecewise_construct, std::forward_as_tuple(format),
                       std::forward_as_tuple(&folder_, format, options.shard_size));
    }
  }

  void CollectLines(Parcel* parcel) {
    const Block& block = parcel->block;
    parcel->lines.clear();
    AppendLines(block.lead, &parcel->lines);
    AppendLines(block.body, &parcel->lines);
    const std::string_view end = block.body.bytes.empty() ? block.lead.bytes : block.body.bytes;
    const bool unended = !end.empty() && end.back() != '\n';
    if (block.last && (unended || block.ends_record)) parcel->lines += '\n';
  }

  void BuildFrames(Parcel* parcel) {
    parcel->frames.clear();
    builder_.Add(parcel->block.source->input().format, parcel->lines,
                 parcel->block.lead.joined_to_next, &parcel->frames);
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
      result_.text_bytes += frame.text.size();
      // A record that begins with a byte-order mark loses it where it begins a file, unless
      // another one comes first.
      if (writer.at_shard_start() && frame.text.starts_with(kByteOrderMark)) {
        const std::string mark = compressors_.local().Compress(kByteOrderMark);
        writer.WriteFrame(mark, std::string_view(kByteOrderMark).size());
      }
      writer.WritePart(frame.compressed, frame.text.size(), frame.last);
    }
  }

  PackResult Finish() {
    std::vector<Frame> rest = builder_.Rest();
    Compress(&rest);
    Write(&rest);
    for (auto& [format, writer] : writers_) {
      writer.Finish();
      result_.packed_bytes += writer.packed_bytes();
      result_.frames += writer.frames();
      result_.shards += writer.shards();
    }
    folder_.Commit();
    return result_;
  }

 private:
  ResultFolder folder_;
  const PackOptions options_;
  FrameBuilder builder_;
  std::map<TextFormat, ShardWriter> writers_;
  FrameCompressor in_order_;
  tbb::enumerable_thread_specific<FrameCompressor> compressors_{
      [this] { return FrameCompressor(options_.level); }};
  PackResult result_;
};

// What a compressor of this level takes for frames of this size, found by trying.
size_t CompressorMemory(const PackOptions& options) {
  FrameCompressor compressor(options.level);
  compressor.Compress(std::string(options.frame_size, ' '));
  return compressor.memory();
}

// As many threads as the memory has room for.
size_t AffordableThreads(const Corpus& corpus, const PackOptions& options, size_t memory,
                         size_t threads) {
  // For each of two blocks: what is read, its lines, frames being built and their compressed form.
  const size_t each =
      2 * 5 * options.frame_size + corpus.max_stream_memory() + CompressorMemory(options);
  const size_t shared = corpus.memory() + CompressorMemory(options) + 8 * options.frame_size;
  if (memory < shared + each) {
    throw UsageError(
        fmt::format("--memory {}M is too little to pack this; the least that would do is {}M",
                    memory >> 20, ((shared + each) >> 20) + 1));
  }
  return std::min(threads, (memory - shared) / each);
}

}  // namespace

PackResult Pack(const Corpus& corpus, const std::string& folder, const PackOptions& options,
                size_t memory, size_t threads, SweepMeter* meter) {
  threads = AffordableThreads(corpus, options, memory, threads);
  ReaderConfig config;
  config.limits = {options.frame_size, options.frame_size};
  config.files_at_once = 1;  // so that records keep their order
  config.max_record = std::max(options.frame_size, memory / 32);
  config.keep_json = true;
  const AnywhereRule rule;
  BlockReader reader(corpus, config, rule);
  Packer packer(folder, options);
  std::vector<Parcel> parcels(2 * threads);
  tbb::concurrent_queue<Parcel*> unused;
  for (Parcel& parcel : parcels) unused.push(&parcel);

  const auto hand_out = [&](tbb::flow_control& control) {
    Parcel* parcel = nullptr;
    unused.try_pop(parcel);  // there is one: there are as many as tokens
    if (!reader.HandOut(&parcel->block)) control.stop();
    return parcel;
  };
  const auto load = [&](Parcel* parcel) {
    reader.Load(&parcel->block);
    return parcel;
  };
  const auto stitch = [&](Parcel* parcel) {
    reader.Stitch(&parcel->block);
    return parcel;
  };
  const auto parse = [&](Parcel* parcel) {
    reader.Parse(&parcel->block);
    packer.CollectLines(parcel);
    return parcel;
  };
  const auto build = [&](Parcel* parcel) {
    packer.BuildFrames(parcel);
    return parcel;
  };
  const auto compress = [&](Parcel* parcel) {
    packer.Compress(&parcel->frames);
    return parcel;
  };
  const auto write = [&](Parcel* parcel) {
    packer.Write(&parcel->frames);
    meter->bytes += parcel->block.input_bytes;
    meter->text_bytes += parcel->lines.size();
    meter->records += parcel->block.records;
    meter->bad_records += parcel->block.bad_records;
    reader.Finish(&parcel->block);
    unused.push(parcel);
  };

  using tbb::filter_mode;
  using tbb::make_filter;
  OnThreads(threads, [&] {
    tbb::parallel_pipeline(parcels.size(),
                           make_filter<void, Parcel*>(filter_mode::serial_in_order, hand_out) &
                               make_filter<Parcel*, Parcel*>(filter_mode::parallel, load) &
                               make_filter<Parcel*, Parcel*>(filter_mode::serial_in_order, stitch) &
                               make_filter<Parcel*, Parcel*>(filter_mode::parallel, parse) &
                               make_filter<Parcel*, Parcel*>(filter_mode::serial_in_order, build) &
                               make_filter<Parcel*, Parcel*>(filter_mode::parallel, compress) &
                               make_filter<Parcel*, void>(filter_mode::serial_in_order, write));
  });
  return packer.Finish();
}

}  // namespace ciku
