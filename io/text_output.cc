#include "io/text_output.h"

#include <unistd.h>

#include <cerrno>

#include "io/error.h"

namespace ciku {
namespace {

constexpr size_t kBufferSize = size_t{1} << 18;

void WriteToStandardOutput(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, text.data(), text.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      if (errno == EPIPE) throw ClosedPipe();
      ThrowErrno("standard output", "write");
    }
    text.remove_prefix(static_cast<size_t>(n));
  }
}

}  // namespace

TextOutput::TextOutput(const std::string& path)
    : file_(path == "-" ? nullptr : std::make_unique<ResultFile>(path)) {
  buffer_.reserve(kBufferSize);
}

void TextOutput::Write(std::string_view text) {
  if (buffer_.size() + text.size() > kBufferSize) Flush();
  buffer_ += text;
}

void TextOutput::Flush() {
  if (file_) {
    file_->Write(buffer_);
  } else {
    WriteToStandardOutput(buffer_);
  }
  buffer_.clear();
}

void TextOutput::Commit() {
  Flush();
  if (file_) file_->Commit();
}

}  // namespace ciku
