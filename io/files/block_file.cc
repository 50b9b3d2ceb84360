#include "io/files/block_file.h"

#include <fmt/core.h>
#include <xxhash.h>
#include <zstd.h>

#include <nlohmann/json.hpp>

#include "io/bytes.h"
#include "io/error.h"

namespace ciku {
namespace {

constexpr size_t kRunHeaderSize = 8;
constexpr std::string_view kFooterMagic = "CIKURUN.";
constexpr size_t kBlockHeaderSize = 16;
constexpr size_t kIndexEntrySize = 24;
constexpr size_t kChecksummedFooter = 24;
constexpr size_t kFooterSize = kChecksummedFooter + 8 + kFooterMagic.size();
// A zstd block takes at least four bytes and holds at most 128 KiB.
constexpr uint64_t kMostExpansion = 32 * 1024;

uint64_t BlockChecksum(std::string_view stored, uint64_t raw_size) {
  return XXH3_64bits_withSeed(stored.data(), stored.size(), raw_size << 32 | stored.size());
}

uint64_t AddToDigest(uint64_t digest, uint64_t block_checksum) {
  return XXH3_64bits_withSeed(&block_checksum, sizeof(block_checksum), digest);
}

[[noreturn]] void ThrowDamaged(const File& file, uint64_t offset, const char* what) {
  throw CorruptionError(
      fmt::format("{}: damaged block file at offset {}: {}", Printable(file.path()), offset, what));
}

// One context for each thread is enough, because blocks are decompressed one at a time: a merge
// reads a block of one file, then of another.
ZSTD_DCtx* ThreadDecompressor() {
  static thread_local const std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> context(
      ZSTD_createDCtx(), ZSTD_freeDCtx);
  return context.get();
}

ZSTD_CCtx* NewCompressor(int level) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
  return context;
}

}  // namespace

void BlockFileWriter::Free::operator()(ZSTD_CCtx_s* context) const { ZSTD_freeCCtx(context); }

BlockFileWriter::BlockFileWriter(File file, int level)
    : file_(std::move(file)), context_(NewCompressor(level)) {
  file_.Write(std::string(BlockFile::kMagic) + BlockFile::kVersion);
  position_ = kRunHeaderSize;
}

BlockFileWriter::BlockFileWriter(File file, const Json& saved, int level)
    : file_(std::move(file)),
      context_(NewCompressor(level)),
      position_(CountIn(saved, "bytes")),
      largest_block_(static_cast<uint32_t>(CountIn(saved, "largest_block"))) {
  for (const Json& partition : saved.at("partitions")) {
    partitions_.push_back({CountIn(partition, "offset"), CountIn(partition, "blocks"),
                           ChecksumFrom(partition.at("digest"))});
  }
}

Json BlockFileWriter::Save() const {
  Json partitions = Json::array();
  for (const BlockFile::Partition& partition : partitions_) {
    partitions.push_back({{"offset", partition.offset},
                          {"blocks", partition.blocks},
                          {"digest", ChecksumText(partition.digest)}});
  }
  return {{"bytes", position_}, {"largest_block", largest_block_}, {"partitions", partitions}};
}

void BlockFileWriter::BeginPartition() { partitions_.push_back({position_, 0, 0}); }

void BlockFileWriter::WriteBlock(std::string_view raw) {
  stored_.resize(kBlockHeaderSize + ZSTD_compressBound(raw.size()));
  const size_t size = ZSTD_compress2(context_.get(), stored_.data() + kBlockHeaderSize,
                                     stored_.size() - kBlockHeaderSize, raw.data(), raw.size());
  if (ZSTD_isError(size)) throw Error(ZSTD_getErrorName(size));
  const std::string_view compressed(stored_.data() + kBlockHeaderSize, size);
  const auto raw_size = static_cast<uint32_t>(raw.size());
  std::string header;
  AppendNumber<uint32_t>(raw_size, &header);
  AppendNumber<uint32_t>(static_cast<uint32_t>(size), &header);
  const uint64_t checksum = BlockChecksum(compressed, raw_size);
  AppendNumber<uint64_t>(checksum, &header);
  stored_.replace(0, kBlockHeaderSize, header);
  stored_.resize(kBlockHeaderSize + size);
  WriteStored(stored_, raw_size, checksum);
}

void BlockFileWriter::WriteStored(std::string_view block, uint32_t raw_size, uint64_t checksum) {
  file_.Write(block);
  position_ += block.size();
  largest_block_ = std::max(largest_block_, raw_size);
  BlockFile::Partition& partition = partitions_.back();
  ++partition.blocks;
  partition.digest = AddToDigest(partition.digest, checksum);
}

void BlockFileWriter::AppendPartition(const BlockFile& file, size_t partition) {
  BeginPartition();
  BlockFileReader blocks(file, partition);
  for (BlockFileReader::Stored block; !(block = blocks.NextStored()).bytes.empty();) {
    WriteStored(block.bytes, block.raw_size, block.checksum);
  }
}

void BlockFileWriter::End(std::string_view description) {
  std::string tail(description);
  for (const BlockFile::Partition& partition : partitions_) {
    AppendNumber<uint64_t>(partition.offset, &tail);
    AppendNumber<uint64_t>(partition.blocks, &tail);
    AppendNumber<uint64_t>(partition.digest, &tail);
  }
  AppendNumber<uint64_t>(position_, &tail);
  AppendNumber<uint32_t>(static_cast<uint32_t>(description.size()), &tail);
  AppendNumber<uint32_t>(static_cast<uint32_t>(partitions_.size()), &tail);
  AppendNumber<uint32_t>(largest_block_, &tail);
  AppendNumber<uint32_t>(0, &tail);
  AppendNumber<uint64_t>(XXH3_64bits(tail.data(), tail.size()), &tail);
  tail += kFooterMagic;
  file_.Write(tail);
}

BlockFile BlockFileWriter::Finish() {
  End({});
  return BlockFile(std::move(file_));
}

BlockFile::BlockFile(File file) : file_(std::move(file)), bytes_(file_.Size()) {
  if (bytes_ < kRunHeaderSize + kFooterSize) ThrowDamaged(file_, 0, "too short");
  std::string head(kRunHeaderSize, '\0');
  file_.ReadAt(0, head.data(), head.size());
  if (head != std::string(kMagic) + kVersion) {
    ThrowDamaged(file_, 0, "not a block file of this version");
  }
  const uint64_t footer_offset = bytes_ - kFooterSize;
  std::string footer(kFooterSize, '\0');
  file_.ReadAt(footer_offset, footer.data(), footer.size());
  const uint64_t offset = LoadNumber<uint64_t>(footer.data());
  const uint64_t description_size = LoadNumber<uint32_t>(footer.data() + 8);
  const uint64_t count = LoadNumber<uint32_t>(footer.data() + 12);
  largest_block_ = LoadNumber<uint32_t>(footer.data() + 16);
  if (!footer.ends_with(kFooterMagic) || offset < kRunHeaderSize || offset > footer_offset ||
      footer_offset - offset != description_size + count * kIndexEntrySize) {
    ThrowDamaged(file_, footer_offset, "the footer is not as it should be");
  }
  std::string tail(footer_offset - offset, '\0');
  file_.ReadAt(offset, tail.data(), tail.size());
  const std::string checked = tail + footer.substr(0, kChecksummedFooter);
  checksum_ = XXH3_64bits(checked.data(), checked.size());
  if (checksum_ != LoadNumber<uint64_t>(footer.data() + kChecksummedFooter)) {
    ThrowDamaged(file_, offset, "the checksum of the index does not match");
  }
  description_ = tail.substr(0, description_size);
  for (size_t i = 0; i < count; ++i) {
    const char* const entry = tail.data() + description_size + i * kIndexEntrySize;
    partitions_.push_back({LoadNumber<uint64_t>(entry), LoadNumber<uint64_t>(entry + 8),
                           LoadNumber<uint64_t>(entry + 16)});
    if (partitions_.back().offset < kRunHeaderSize || partitions_.back().offset > offset) {
      ThrowDamaged(file_, offset, "a partition does not lie within the file");
    }
  }
}

BlockFileReader::Stored BlockFileReader::NextStored() {
  if (left_ == 0) return {};
  const File& file = file_->file();
  static thread_local std::string block;
  block.resize(kBlockHeaderSize);
  file.ReadAt(position_, block.data(), kBlockHeaderSize);
  const auto raw_size = LoadNumber<uint32_t>(block.data());
  const auto stored_size = LoadNumber<uint32_t>(block.data() + 4);
  const auto checksum = LoadNumber<uint64_t>(block.data() + 8);
  if (raw_size == 0 || raw_size > file_->largest_block() ||
      raw_size > stored_size * kMostExpansion || stored_size > ZSTD_compressBound(raw_size) ||
      position_ + kBlockHeaderSize + stored_size > file_->bytes()) {
    ThrowDamaged(file, position_, "the sizes of a block are not as they should be");
  }
  block.resize(kBlockHeaderSize + stored_size);
  char* const stored = block.data() + kBlockHeaderSize;
  file.ReadAt(position_ + kBlockHeaderSize, stored, stored_size);
  if (BlockChecksum({stored, stored_size}, raw_size) != checksum) {
    ThrowDamaged(file, position_, "the checksum of a block does not match");
  }
  digest_ = AddToDigest(digest_, checksum);
  if (left_ == 1 && digest_ != expected_digest_) {
    ThrowDamaged(file, position_, "the blocks of a partition do not match the index");
  }
  position_ += block.size();
  --left_;
  return {block, raw_size, checksum};
}

std::string_view BlockFileReader::Next() {
  const uint64_t offset = position_;
  const Stored block = NextStored();
  if (block.bytes.empty()) return {};
  const std::string_view stored = block.bytes.substr(kBlockHeaderSize);
  raw_.resize(block.raw_size);
  const size_t size = ZSTD_decompressDCtx(ThreadDecompressor(), raw_.data(), raw_.size(),
                                          stored.data(), stored.size());
  if (size != raw_.size()) ThrowDamaged(file_->file(), offset, "a block does not decompress");
  return raw_;
}

}  // namespace ciku
