#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>

#include "io/error.h"
#include "io/streams/mapped_stream.h"

namespace ciku {
namespace {

// Decompresses bzip2 and xz with libarchive's filters.
class ArchiveStream : public ByteStream {
 public:
  explicit ArchiveStream(MappedInput input) : input_(input), archive_(archive_read_new()) {
    archive_read_support_filter_bzip2(archive_.get());
    archive_read_support_filter_xz(archive_.get());
    archive_read_support_format_raw(archive_.get());
    archive_read_support_format_empty(archive_.get());
    Check(archive_read_open(archive_.get(), this, nullptr, &ArchiveStream::Feed, nullptr));
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(archive_.get(), &entry);
    at_end_ = result == ARCHIVE_EOF;
    if (archive_filter_code(archive_.get(), 0) == ARCHIVE_FILTER_NONE) Check(ARCHIVE_FATAL);
    if (at_end_) {
      CheckAllRead();
    } else {
      Check(result);
    }
  }

  size_t Read(char* data, size_t size) override {
    size_t done = 0;
    while (done < size && !at_end_) {
      const la_ssize_t n = archive_read_data(archive_.get(), data + done, size - done);
      if (n < 0) Check(static_cast<int>(n));
      at_end_ = n == 0;
      if (at_end_) CheckAllRead();
      done += static_cast<size_t>(n);
    }
    return done;
  }

  uint64_t consumed() const override { return input_.position(); }

 private:
  struct Free {
    void operator()(archive* a) const { archive_read_free(a); }
  };

  // Hands the next piece to libarchive, which no longer needs the one before.
  static la_ssize_t Feed(archive*, void* self, const void** data) {
    auto* const stream = static_cast<ArchiveStream*>(self);
    stream->input_.Advance(stream->lent_);
    const std::string_view piece = stream->input_.Next();
    stream->lent_ = piece.size();
    *data = piece.data();
    return static_cast<la_ssize_t>(piece.size());
  }

  // libarchive takes bytes that it does not recognize for the end of the data. They may be a
  // damaged stream after sound ones, so the end must be the end of the file.
  void CheckAllRead() const {
    const auto read = static_cast<uint64_t>(archive_filter_bytes(archive_.get(), -1));
    if (read != input_.size()) {
      throw CorruptionError(
          fmt::format("{}: damaged compressed data at offset {}: what follows is "
                      "of another format",
                      Printable(input_.path()), read));
    }
  }

  void Check(int result) const {
    if (result == ARCHIVE_OK) return;
    const char* const reason = archive_error_string(archive_.get());
    throw CorruptionError(fmt::format("{}: damaged or truncated compressed data near offset {}: {}",
                                      Printable(input_.path()), input_.position(),
                                      reason != nullptr ? reason : "not decodable"));
  }

  MappedInput input_;
  size_t lent_ = 0;
  std::unique_ptr<archive, Free> archive_;
  bool at_end_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> OpenArchiveStream(MappedInput input) {
  return std::make_unique<ArchiveStream>(input);
}

}  // namespace ciku
