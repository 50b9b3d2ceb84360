#include "io/streams/byte_stream.h"

#include <algorithm>
#include <cstring>

#include "io/streams/mapped_stream.h"

namespace ciku {
namespace {

using std::string_view_literals::operator""sv;

constexpr uint64_t kMiB = uint64_t{1} << 20;

// Reads an uncompressed file.
class PlainStream : public ByteStream {
 public:
  explicit PlainStream(MappedInput input) : input_(input) {}

  size_t Read(char* data, size_t size) override {
    size_t done = 0;
    while (done < size) {
      const std::string_view piece = input_.Next().substr(0, size - done);
      if (piece.empty()) break;
      std::memcpy(data + done, piece.data(), piece.size());
      input_.Advance(piece.size());
      done += piece.size();
    }
    return done;
  }

  uint64_t consumed() const override { return input_.position(); }

 private:
  MappedInput input_;
};

// Returns the dictionary size in the header of an .xz file's first block (xz file format 1.1.0,
// sections 3.1 and 5.3.1), or the dictionary size of xz's highest preset if the header is unusual.
uint64_t XzDictionarySize(std::string_view head) {
  constexpr uint64_t kHighestPreset = 64 * kMiB;
  constexpr size_t kStreamHeader = 12;
  if (head.size() < kMagicSize) return kHighestPreset;
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(head[i]); };
  const unsigned flags = byte(kStreamHeader + 1);
  if ((flags & 0xC3) != 0) return kHighestPreset;  // sizes stated, or more filters than LZMA2
  const size_t filter = kStreamHeader + 2;
  if (byte(filter) != 0x21 || byte(filter + 1) != 1 || byte(filter + 2) > 39) {
    return kHighestPreset;
  }
  const unsigned bits = byte(filter + 2);
  return uint64_t{2 | (bits & 1)} << (bits / 2 + 11);
}

// Reads bytes in memory.
class MemoryStream : public ByteStream {
 public:
  explicit MemoryStream(std::string_view bytes) : bytes_(bytes) {}

  size_t Read(char* data, size_t size) override {
    const size_t n = bytes_.copy(data, size, at_);
    at_ += n;
    return n;
  }

  uint64_t consumed() const override { return at_; }

 private:
  const std::string_view bytes_;
  size_t at_ = 0;
};

class FirstBytesStream : public ByteStream {
 public:
  FirstBytesStream(std::unique_ptr<ByteStream> stream, uint64_t size)
      : stream_(std::move(stream)), left_(size) {}

  size_t Read(char* data, size_t size) override {
    const size_t read = stream_->Read(data, std::min<uint64_t>(size, left_));
    left_ -= read;
    return read;
  }

  uint64_t consumed() const override { return stream_->consumed(); }

 private:
  const std::unique_ptr<ByteStream> stream_;
  uint64_t left_;
};

class JoinedStream : public ByteStream {
 public:
  JoinedStream(std::unique_ptr<ByteStream> first, std::unique_ptr<ByteStream> second)
      : stream_(std::move(first)), second_(std::move(second)) {}

  size_t Read(char* data, size_t size) override {
    const size_t read = stream_->Read(data, size);
    if (read == size || !second_) return read;
    stream_ = std::move(second_);
    return read + stream_->Read(data + read, size - read);
  }

  uint64_t consumed() const override { return stream_->consumed(); }

 private:
  std::unique_ptr<ByteStream> stream_;
  std::unique_ptr<ByteStream> second_;  // null once it is read
};

}  // namespace

Compression DetectCompression(std::string_view head) {
  if (head.starts_with("\x28\xB5\x2F\xFD"sv)) return Compression::kZstd;
  if (head.size() >= 4 && (head[0] & 0xF0) == 0x50 && head.substr(1, 3) == "\x2A\x4D\x18"sv) {
    return Compression::kZstd;  // begins with a skippable frame
  }
  if (head.starts_with("\x1F\x8B"sv)) return Compression::kGzip;
  if (head.size() >= 10 && head.starts_with("BZh"sv)) {
    const std::string_view block = head.substr(4, 6);  // the magic of a block, or of the end
    if (block == "1AY&SY"sv || block == "\x17rE8P\x90"sv) return Compression::kBzip2;
  }
  if (head.starts_with("\xFD"
                       "7zXZ\0"sv))
    return Compression::kXz;
  return Compression::kNone;
}

uint64_t StreamMemory(Compression compression, std::string_view bytes) {
  switch (compression) {
    case Compression::kNone:
      return 0;
    case Compression::kZstd:
      return ZstdStreamMemory(bytes);
    case Compression::kGzip:
      return kMiB / 4;
    case Compression::kBzip2:
      return 5 * kMiB;
    case Compression::kXz:
      return XzDictionarySize(bytes) + kMiB;
  }
  return 0;
}

std::unique_ptr<ByteStream> OpenStream(const MappedFile& file, Compression compression,
                                       uint64_t memory, uint64_t start, uint64_t end) {
  const MappedInput input(file, start, end);
  switch (compression) {
    case Compression::kNone:
      break;
    case Compression::kZstd:
      return OpenZstdStream(input, memory);
    case Compression::kGzip:
      return OpenGzipStream(input);
    case Compression::kBzip2:
    case Compression::kXz:
      return OpenArchiveStream(input);
  }
  return std::make_unique<PlainStream>(input);
}

std::unique_ptr<ByteStream> StreamOver(std::string_view bytes) {
  return std::make_unique<MemoryStream>(bytes);
}

std::unique_ptr<ByteStream> FirstBytes(std::unique_ptr<ByteStream> stream, uint64_t size) {
  return std::make_unique<FirstBytesStream>(std::move(stream), size);
}

std::unique_ptr<ByteStream> JoinStreams(std::unique_ptr<ByteStream> first,
                                        std::unique_ptr<ByteStream> second) {
  return std::make_unique<JoinedStream>(std::move(first), std::move(second));
}

}  // namespace ciku
