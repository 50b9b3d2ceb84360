#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "io/buffer.h"
#include "io/error.h"
#include "io/streams/byte_stream.h"

namespace ciku {
namespace {

const iconv_t kNoConverter = reinterpret_cast<iconv_t>(-1);

// Returns an encoding's name in lower case, without dashes and underscores.
std::string Simplified(const std::string& encoding) {
  std::string name;
  for (const char c : encoding) {
    if (c != '-' && c != '_')
      name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return name;
}

class EncodingStream : public ByteStream {
 public:
  EncodingStream(std::unique_ptr<ByteStream> source, const std::string& encoding)
      : source_(std::move(source)),
        converter_(::iconv_open("UTF-8", encoding.c_str())),
        unit_(CodeUnitSize(encoding)) {
    if (converter_ == kNoConverter) throw UsageError("unknown encoding: " + encoding);
  }
  EncodingStream(const EncodingStream&) = delete;
  EncodingStream& operator=(const EncodingStream&) = delete;
  ~EncodingStream() override { ::iconv_close(converter_); }

  size_t Read(char* data, size_t size) override {
    size_t done = 0;
    while (done < size) {
      if (ready_ == converted_size_ && !Convert()) break;
      const size_t n = std::min(size - done, converted_size_ - ready_);
      std::memcpy(data + done, converted_.data() + ready_, n);
      ready_ += n;
      done += n;
    }
    return done;
  }

  uint64_t consumed() const override { return source_->consumed(); }

 private:
  static constexpr size_t kPiece = 64 * 1024;

  // Converts the next piece; false at the end.
  bool Convert() {
    Refill();
    char* in = pending_.data();
    char* out = converted_.Reserve(4 * kPiece);
    size_t room = 4 * kPiece;
    while (left_ > 0 && room > 8) {
      const size_t result = ::iconv(converter_, &in, &left_, &out, &room);
      if (result != static_cast<size_t>(-1) || errno == E2BIG) break;
      if (errno == EINVAL && !at_end_) break;  // a character cut by the end of the piece
      // Not a character: one code unit is skipped and marked.
      const size_t skipped = std::min(unit_, left_);
      *out++ = '\xFF';
      --room;
      in += skipped;
      left_ -= skipped;
    }
    // Converters that compose characters hold back the last one until they are told that the text
    // ends.
    const bool ends = at_end_ && left_ == 0;
    if (ends) ::iconv(converter_, nullptr, nullptr, &out, &room);
    std::memmove(pending_.data(), in, left_);
    converted_size_ = static_cast<size_t>(out - converted_.data());
    ready_ = 0;
    return !ends || converted_size_ > 0;
  }

  void Refill() {
    const size_t n = source_->Read(pending_.Reserve(kPiece) + left_, kPiece - left_);
    at_end_ = n < kPiece - left_;
    left_ += n;
  }

  std::unique_ptr<ByteStream> source_;
  iconv_t converter_;
  size_t unit_;     // at a broken character, one code unit is skipped
  Buffer pending_;  // its first left_ bytes are read and not yet converted
  size_t left_ = 0;
  Buffer converted_;  // its bytes from ready_ to converted_size_ are not yet handed on
  size_t ready_ = 0;
  size_t converted_size_ = 0;
  bool at_end_ = false;
};

}  // namespace

bool IsAutomatic(const std::string& encoding) { return Simplified(encoding) == "auto"; }

size_t CodeUnitSize(const std::string& encoding) {
  const std::string name = Simplified(encoding);
  if (name.starts_with("utf16") || name.starts_with("ucs2") || name == "unicode") return 2;
  if (name.starts_with("utf32") || name.starts_with("ucs4")) return 4;
  return 1;
}

bool IsKnownEncoding(const std::string& encoding) {
  if (encoding.empty()) return false;  // iconv would use the encoding of the locale
  const iconv_t converter = ::iconv_open("UTF-8", encoding.c_str());
  if (converter == kNoConverter) return false;
  ::iconv_close(converter);
  return true;
}

bool IsUtf8(const std::string& encoding) { return Simplified(encoding) == "utf8"; }

std::unique_ptr<ByteStream> ConvertEncoding(std::unique_ptr<ByteStream> source,
                                            const std::string& encoding) {
  return std::make_unique<EncodingStream>(std::move(source), encoding);
}

std::string ConvertText(std::string_view text, const std::string& encoding) {
  EncodingStream stream(StreamOver(text), encoding);
  constexpr size_t kStep = 64 * 1024;
  std::string converted;
  for (size_t size = kStep; size == kStep;) {
    const size_t before = converted.size();
    converted.resize(before + kStep);
    size = stream.Read(converted.data() + before, kStep);
    converted.resize(before + size);
  }
  return converted;
}

}  // namespace ciku
