#include "io/text_output.h"

namespace ciku {
namespace {

constexpr size_t kBufferSize = size_t{1} << 18;

}  // namespace

TextOutput::TextOutput(const std::string& path, const std::string& temp_directory)
    : file_(path, temp_directory) {
  buffer_.reserve(kBufferSize);
}

void TextOutput::Write(std::string_view text) {
  if (buffer_.size() + text.size() > kBufferSize) Flush();
  buffer_ += text;
}

void TextOutput::Flush() {
  file_.Write(buffer_);
  buffer_.clear();
}

void TextOutput::Commit() {
  Flush();
  file_.Commit();
}

}  // namespace ciku
