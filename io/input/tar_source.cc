#include "io/input/tar_source.h"

#include <fmt/core.h>

#include <atomic>
#include <memory>
#include <optional>
#include <utility>

#include "io/error.h"
#include "io/input/describe_input.h"
#include "io/input/find_files.h"
#include "io/input/input_file.h"
#include "io/streams/tar_reader.h"

namespace ciku {
namespace {

// A file of an archive. It only keeps what is left over between its blocks: the archive loads them.
class TarMember : public Source {
 public:
  TarMember(std::unique_ptr<InputFile> description, std::shared_ptr<MappedFile> archive,
            const SourcePosition& start)
      : Source(*description, std::move(archive), start), description_(std::move(description)) {
    SkipTo(start);
  }

  bool HandOut(Block* /*block*/) override { return false; }
  void Load(Block* /*block*/) override {}
  bool done() const override { return done_; }

  Origin origin;  // of the next slice
  std::unique_ptr<ByteStream> text;
  bool done_ = false;

 private:
  std::unique_ptr<InputFile> description_;
};

// The bytes of the file that the reader is at.
class EntryStream : public ByteStream {
 public:
  explicit EntryStream(TarReader* reader) : reader_(reader) {}
  size_t Read(char* data, size_t size) override { return reader_->Read(data, size); }
  uint64_t consumed() const override { return reader_->consumed(); }

 private:
  TarReader* const reader_;
};

// Only one slice is out at a time, as with all streams. The thread that loads it reads on in the
// archive and gives the block to the file that it finds there.
class TarSource : public Source {
 public:
  TarSource(const InputFile& input, const BlockLimits& limits, const SourcePosition& start)
      : Source(input, SourcePosition{}),
        block_size_(limits.block_size),
        rules_{input.options->include, input.options->exclude},
        start_(start),
        reader_(OpenStream(file(), input.compression, input.stream_memory), input.path) {}

  bool HandOut(Block* block) override {
    if (done_) return false;
    busy_ = true;
    block->from_stream = true;
    return true;
  }

  bool busy() const override { return busy_; }
  bool done() const override { return done_; }

  void Load(Block* block) override {
    const uint64_t before = reader_.consumed();
    block->loaded = {};
    block->last = true;
    if (member_ == nullptr || member_->done_) NextMember();
    if (member_ != nullptr) LoadFrom(*member_, block);
    block->input_bytes = reader_.consumed() - before;
    busy_ = false;
  }

  // Files are numbered, so that a reader that goes on there finds the one to go on with.
  SourcePosition position() const override {
    if (!number_) return start_;
    if (member_ == nullptr || member_->done_) return {.frame = *number_ + 1};
    SourcePosition position = member_->position();
    position.frame = *number_;
    return position;
  }

 private:
  void LoadFrom(TarMember& member, Block* block) {
    char* const data = block->buffer.Reserve(block_size_);
    const size_t size = member.text->Read(data, block_size_);
    block->loaded = {data, size};
    block->origin = member.origin;
    block->last = member.done_ = size < block_size_;
    member.origin.offset += size;
    block->source = member_;
  }

  // Goes to the next file that is an input; at the end of the archive there is none.
  void NextMember() {
    member_ = nullptr;
    while (reader_.Next()) {
      if (reader_.number() < start_.frame || !rules_.Takes(reader_.name())) continue;
      const bool resumed = reader_.number() == start_.frame;
      member_ = OpenMember(resumed ? start_ : SourcePosition{});
      number_ = reader_.number();
      return;
    }
    done_ = true;
  }

  std::shared_ptr<TarMember> OpenMember(SourcePosition start) {
    auto description = std::make_unique<InputFile>();
    description->path = input().path + ":" + reader_.name();
    DescribeStream([this](size_t size) { return reader_.Peek(size); }, *input().options,
                   description.get());
    start = StartOf(*description, start);
    start.frame = 0;
    auto member = std::make_shared<TarMember>(std::move(description), shared_file(), start);
    member->origin = {&member->input().path, Origin::Kind::kStream};
    member->text = std::make_unique<EntryStream>(&reader_);
    if (!IsUtf8(member->input().encoding)) {
      member->text = ConvertEncoding(std::move(member->text), member->input().encoding);
    }
    return member;
  }

  const size_t block_size_;
  const FileRules rules_;
  const SourcePosition start_;
  TarReader reader_;
  std::shared_ptr<TarMember> member_;
  std::optional<uint64_t> number_;  // of the member, or of the last one
  bool done_ = false;               // written while busy_ is set, read while it is not
  std::atomic<bool> busy_ = false;
};

}  // namespace

std::shared_ptr<Source> OpenTar(const InputFile& input, const BlockLimits& limits,
                                const SourcePosition& start) {
  return std::make_shared<TarSource>(input, limits, start);
}

}  // namespace ciku
