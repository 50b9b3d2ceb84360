#include "io/output/shard_writer.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "io/error.h"
#include "io/input/input_file.h"
#include "io/shard_name.h"

namespace ciku {
std::string ShardWriter::NameOf(uint64_t number) const {
  return ShardName(number, format_ == InputFormat::kJsonLines ? "jsonl" : "txt");
}

std::vector<ShardWriter::Shard> ShardWriter::first_shards() const {
  std::vector<Shard> shards;
  for (const auto& [bytes, checksum] : listed_) {
    shards.push_back({NameOf(shards.size()), bytes, checksum});
  }
  return shards;
}

void ShardWriter::OpenShard() {
  const std::string path = ShardPath(shards_++);
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) ThrowErrno(path, "write");
  shard_.emplace(descriptor, path);
  written_ = GrowingChecksum();
  shard_content_ = 0;
}

void ShardWriter::Write(std::string_view bytes) {
  shard_->Write(bytes);
  written_.Add(bytes);
}

void ShardWriter::WriteFrame(std::string_view compressed, uint64_t content_size) {
  WritePart(compressed, content_size, true);
}

void ShardWriter::WritePart(std::string_view compressed, uint64_t content_size, bool last) {
  constexpr uint64_t kMost = std::numeric_limits<uint32_t>::max();
  if (!shard_) OpenShard();
  Write(compressed);
  frame_compressed_ += compressed.size();
  frame_content_ += content_size;
  if (frame_content_ > kMost || frame_compressed_ > kMost) {
    throw InputError("a record is longer than 4 GiB, the most that a seekable frame can hold");
  }
  if (!last) return;
  entries_.push_back(
      {static_cast<uint32_t>(frame_compressed_), static_cast<uint32_t>(frame_content_)});
  packed_bytes_ += frame_compressed_;
  shard_content_ += frame_content_;
  frame_compressed_ = frame_content_ = 0;
  ++frames_;
  if (shard_content_ >= shard_size_) Finish();
}

void ShardWriter::Finish() {
  if (!shard_) return;
  const std::string table = EncodeSeekTable(entries_);
  Write(table);
  if (::fsync(shard_->descriptor()) != 0) ThrowErrno(shard_->path(), "write");
  shard_.reset();
  packed_bytes_ += table.size();
  if (listed_.size() < kMostListed) listed_.emplace_back(written_.size(), written_.value());
  entries_.clear();
}

void ShardWriter::WriteEmptyShard() {
  OpenShard();
  Finish();
}

Json ShardWriter::Save() const {
  if (shard_ && ::fsync(shard_->descriptor()) != 0) ThrowErrno(shard_->path(), "write");
  folder_->Sync();
  Json entries = Json::array();
  for (const SeekTable::Entry& entry : entries_) {
    entries.push_back({entry.compressed_size, entry.content_size});
  }
  Json listed = Json::array();
  for (const auto& [bytes, checksum] : listed_) listed.push_back({bytes, ChecksumText(checksum)});
  return {{"open", shard_.has_value()},
          {"shards", shards_},
          {"frames", frames_},
          {"packed_bytes", packed_bytes_},
          {"shard_bytes", written_.size()},
          {"shard_content", shard_content_},
          {"entries", entries},
          {"listed", listed}};
}

void ShardWriter::Restore(const Json& saved) {
  shards_ = CountIn(saved, "shards");
  frames_ = CountIn(saved, "frames");
  packed_bytes_ = CountIn(saved, "packed_bytes");
  shard_content_ = CountIn(saved, "shard_content");
  for (const Json& entry : saved.at("entries")) {
    entries_.push_back({static_cast<uint32_t>(CountFrom(entry.at(0))),
                        static_cast<uint32_t>(CountFrom(entry.at(1)))});
  }
  for (const Json& shard : saved.at("listed")) {
    listed_.emplace_back(CountFrom(shard.at(0)), ChecksumFrom(shard.at(1)));
  }
  for (uint64_t later = shards_; ::unlink(ShardPath(later).c_str()) == 0; ++later) {
  }
  if (saved.at("open").get<bool>()) RestoreShard(CountIn(saved, "shard_bytes"));
}

// Opens the last shard again and removes what stands behind its first `size` bytes.
void ShardWriter::RestoreShard(uint64_t size) {
  const std::string path = ShardPath(shards_ - 1);
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) ThrowErrno(path, "write");
  shard_.emplace(descriptor, path);
  if (shard_->Size() < size) {
    throw CorruptionError(
        fmt::format("{}: ends at offset {}, where an earlier run had written {} "
                    "bytes",
                    Printable(path), shard_->Size(), size));
  }
  if (::ftruncate(descriptor, static_cast<off_t>(size)) != 0) ThrowErrno(path, "write");
  // Reading them also moves to their end, where writing goes on.
  std::string bytes(size_t{1} << 20, '\0');
  while (const size_t read = shard_->Read(bytes.data(), bytes.size())) {
    written_.Add(std::string_view(bytes).substr(0, read));
  }
}

}  // namespace ciku
