#include "io/text_output.h"

#include <unistd.h>

namespace ciku {
namespace {

constexpr size_t kBufferSize = size_t{1} << 18;

}  // namespace

TextOutput::TextOutput(const std::string& path)
    : compressor_(CompressorFor(path)),
      standard_output_(path == "-" ? STDOUT_FILENO : -1, "standard output"),
      file_(path == "-" ? nullptr : std::make_unique<ResultFile>(path)) {
  buffer_.reserve(kBufferSize);
}

void TextOutput::Write(std::string_view text) {
  // A compressor gets full buffers, the same ones however the text is divided.
  while (compressor_ && buffer_.size() + text.size() > kBufferSize) {
    const size_t room = kBufferSize - buffer_.size();
    buffer_ += text.substr(0, room);
    text.remove_prefix(room);
    Flush(false);
  }
  if (buffer_.size() + text.size() > kBufferSize) Flush(false);
  buffer_ += text;
}

TextOutput::~TextOutput() { standard_output_.Release(); }  // standard output stays open

void TextOutput::Flush(bool last) {
  if (compressor_) {
    WriteOut(compressor_->Compress(buffer_, last));
  } else {
    WriteOut(buffer_);
  }
  buffer_.clear();
}

void TextOutput::WriteOut(std::string_view bytes) {
  if (file_) {
    file_->Write(bytes);
  } else {
    standard_output_.Write(bytes);
  }
}

void TextOutput::Commit() {
  Flush(true);
  if (file_) file_->Commit();
}

}  // namespace ciku
