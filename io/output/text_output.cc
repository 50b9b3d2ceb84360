#include "io/output/text_output.h"

namespace ciku {
namespace {

constexpr size_t kBufferSize = size_t{1} << 18;

}  // namespace

TextOutput::TextOutput(const std::string& path, const std::string& temp_directory)
    : file_(path, temp_directory), compressor_(CompressorFor(path)) {
  buffer_.reserve(kBufferSize);
}

void TextOutput::Write(std::string_view text) {
  // A compressor gets full buffers, the same ones however the text is divided.
  while (compressor_ && buffer_.size() + text.size() > kBufferSize) {
    const size_t room = kBufferSize - buffer_.size();
    buffer_ += text.substr(0, room);
    text.remove_prefix(room);
    WriteBuffer(false);
  }
  if (buffer_.size() + text.size() > kBufferSize) WriteBuffer(false);
  buffer_ += text;
}

void TextOutput::Flush() {
  if (!compressor_ && file_.is_direct()) WriteBuffer(false);
}

void TextOutput::WriteBuffer(bool last) {
  if (compressor_) {
    file_.Write(compressor_->Compress(buffer_, last));
  } else {
    file_.Write(buffer_);
  }
  buffer_.clear();
}

void TextOutput::Commit() {
  WriteBuffer(true);
  file_.Commit();
}

}  // namespace ciku
