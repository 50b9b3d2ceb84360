#include "io/streams/tar_reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "io/error.h"

namespace ciku {
namespace {

constexpr size_t kTarPiece = size_t{64} << 10;

std::string NameOfEntry(archive_entry* entry, uint64_t number) {
  const char* name = archive_entry_pathname(entry);
  if (name == nullptr) name = archive_entry_pathname_utf8(entry);
  std::string text = name == nullptr ? fmt::format("entry {}", number) : name;
  while (text.starts_with("./") || text.starts_with("../") || text.starts_with('/')) {
    text.erase(0, text.find('/') + 1);
  }
  return text;
}

// Whether a part of the name, apart from . and .., begins with a dot.
bool IsHiddenName(std::string_view name) {
  while (!name.empty()) {
    const std::string_view part = name.substr(0, name.find('/'));
    if (part.starts_with('.') && part != "." && part != "..") return true;
    name.remove_prefix(std::min(part.size() + 1, name.size()));
  }
  return false;
}

bool IsFile(archive_entry* entry) {
  return archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == nullptr;
}

}  // namespace

void TarReader::Free::operator()(archive* a) const { archive_read_free(a); }

TarReader::TarReader(std::unique_ptr<ByteStream> bytes, std::string path)
    : bytes_(std::move(bytes)), path_(std::move(path)), archive_(archive_read_new()) {
  archive_read_support_format_tar(archive_.get());
  archive_read_set_options(archive_.get(), "tar:read_concatenated_archives");
  const auto feed = [](archive*, void* self, const void** data) -> la_ssize_t {
    auto* const reader = static_cast<TarReader*>(self);
    try {
      reader->piece_.resize(kTarPiece);
      reader->piece_.resize(reader->bytes_->Read(reader->piece_.data(), kTarPiece));
    } catch (const Error& error) {  // may not pass through C
      archive_set_error(reader->archive_.get(), EIO, "%s", error.what());
      return ARCHIVE_FATAL;
    }
    *data = reader->piece_.data();
    return static_cast<la_ssize_t>(reader->piece_.size());
  };
  Check(archive_read_open(archive_.get(), this, nullptr, feed, nullptr));
}

void TarReader::Check(int result) const {
  if (result == ARCHIVE_OK || result == ARCHIVE_WARN) return;
  const char* const reason = archive_error_string(archive_.get());
  throw CorruptionError(fmt::format("{}: damaged or truncated tar archive near offset {}: {}",
                                    Printable(path_), bytes_->consumed(),
                                    reason != nullptr ? reason : "not decodable"));
}

bool TarReader::Next() {
  peeked_.clear();
  at_ = 0;
  for (;;) {
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(archive_.get(), &entry);
    if (result == ARCHIVE_EOF) return false;
    Check(result);
    ++entries_;
    if (!IsFile(entry)) continue;
    name_ = NameOfEntry(entry, number());
    if (!IsHiddenName(name_)) return true;
  }
}

size_t TarReader::ReadEntry(char* data, size_t size) {
  size_t done = 0;
  while (done < size) {
    const la_ssize_t n = archive_read_data(archive_.get(), data + done, size - done);
    if (n < 0) Check(static_cast<int>(n));
    if (n <= 0) break;
    done += static_cast<size_t>(n);
  }
  return done;
}

std::string_view TarReader::Peek(size_t size) {
  peeked_.erase(0, std::exchange(at_, 0));
  if (const size_t before = peeked_.size(); before < size) {
    peeked_.resize(size);
    peeked_.resize(before + ReadEntry(peeked_.data() + before, size - before));
  }
  return std::string_view(peeked_).substr(0, size);
}

size_t TarReader::Read(char* data, size_t size) {
  const size_t peeked = peeked_.copy(data, size, at_);
  at_ += peeked;
  return peeked + ReadEntry(data + peeked, size - peeked);
}

}  // namespace ciku
