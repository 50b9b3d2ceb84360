#include "io/text_output.h"

#include <unistd.h>

namespace ciku {
namespace {

constexpr size_t kBufferSize = size_t{1} << 18;

}  // namespace

TextOutput::TextOutput(const std::string& path)
    : standard_output_(path == "-" ? STDOUT_FILENO : -1, "standard output"),
      file_(path == "-" ? nullptr : std::make_unique<ResultFile>(path)) {
  buffer_.reserve(kBufferSize);
}

void TextOutput::Write(std::string_view text) {
  if (buffer_.size() + text.size() > kBufferSize) Flush();
  buffer_ += text;
}

TextOutput::~TextOutput() { standard_output_.Release(); }  // standard output stays open

void TextOutput::Flush() {
  if (file_) {
    file_->Write(buffer_);
  } else {
    standard_output_.Write(buffer_);
  }
  buffer_.clear();
}

void TextOutput::Commit() {
  Flush();
  if (file_) file_->Commit();
}

}  // namespace ciku
