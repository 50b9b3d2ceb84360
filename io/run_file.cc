#include "io/run_file.h"

#include <fmt/format.h>
#include <xxhash.h>
#include <zstd.h>

#include "io/bytes.h"
#include "io/error.h"

namespace ciku {
namespace {

constexpr std::string_view kHeader = "CIKURUN\x01";
constexpr std::string_view kFooterMagic = "CIKURUN.";
constexpr size_t kBlockHeaderSize = 16;
constexpr size_t kIndexEntrySize = 24;
constexpr size_t kChecksummedFooter = 16;
constexpr size_t kFooterSize = kChecksummedFooter + 8 + kFooterMagic.size();
// A zstd block takes four bytes at least and holds 128 KiB at most.
constexpr uint64_t kMostExpansion = 32 * 1024;
// Sorted keys are stored as differences already; a fast level takes most of what is left.
constexpr int kCompressionLevel = 1;

uint64_t BlockChecksum(std::string_view stored, uint64_t raw_size) {
  return XXH3_64bits_withSeed(stored.data(), stored.size(), raw_size << 32 | stored.size());
}

uint64_t AddToDigest(uint64_t digest, uint64_t block_checksum) {
  return XXH3_64bits_withSeed(&block_checksum, sizeof(block_checksum), digest);
}

[[noreturn]] void ThrowDamaged(const File& file, uint64_t offset, const char* what) {
  throw CorruptionError(
      fmt::format("{}: damaged run file at offset {}: {}", Printable(file.path()), offset, what));
}

// Contexts are made once for each thread: a merge reads many runs, block by block in turn.
ZSTD_DCtx* ThreadDecompressor() {
  static thread_local const std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> context(
      ZSTD_createDCtx(), ZSTD_freeDCtx);
  return context.get();
}

}  // namespace

void RunWriter::Free::operator()(ZSTD_CCtx_s* context) const { ZSTD_freeCCtx(context); }

RunWriter::RunWriter(File file) : file_(std::move(file)), context_(ZSTD_createCCtx()) {
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, kCompressionLevel);
  file_.Write(kHeader);
  position_ = kHeader.size();
}

void RunWriter::BeginPartition() { partitions_.push_back({position_, 0, 0}); }

void RunWriter::WriteBlock(std::string_view raw) {
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
  file_.Write(stored_);
  position_ += stored_.size();
  largest_block_ = std::max(largest_block_, raw_size);
  Run::Partition& partition = partitions_.back();
  ++partition.blocks;
  partition.digest = AddToDigest(partition.digest, checksum);
}

Run RunWriter::Finish() {
  std::string tail;
  for (const Run::Partition& partition : partitions_) {
    AppendNumber<uint64_t>(partition.offset, &tail);
    AppendNumber<uint64_t>(partition.blocks, &tail);
    AppendNumber<uint64_t>(partition.digest, &tail);
  }
  AppendNumber<uint64_t>(position_, &tail);
  AppendNumber<uint32_t>(static_cast<uint32_t>(partitions_.size()), &tail);
  AppendNumber<uint32_t>(largest_block_, &tail);
  AppendNumber<uint64_t>(XXH3_64bits(tail.data(), tail.size()), &tail);
  tail += kFooterMagic;
  file_.Write(tail);
  return Run(std::move(file_));
}

Run::Run(File file) : file_(std::move(file)), bytes_(file_.Size()) {
  if (bytes_ < kHeader.size() + kFooterSize) ThrowDamaged(file_, 0, "too short");
  std::string head(kHeader.size(), '\0');
  file_.ReadAt(0, head.data(), head.size());
  if (head != kHeader) ThrowDamaged(file_, 0, "not a run file of this version");
  const uint64_t footer_offset = bytes_ - kFooterSize;
  std::string footer(kFooterSize, '\0');
  file_.ReadAt(footer_offset, footer.data(), footer.size());
  const uint64_t index_offset = LoadNumber<uint64_t>(footer.data());
  const uint64_t count = LoadNumber<uint32_t>(footer.data() + 8);
  largest_block_ = LoadNumber<uint32_t>(footer.data() + 12);
  if (!footer.ends_with(kFooterMagic) || index_offset > footer_offset ||
      footer_offset - index_offset != count * kIndexEntrySize) {
    ThrowDamaged(file_, footer_offset, "the footer is not as it should be");
  }
  std::string index(count * kIndexEntrySize, '\0');
  file_.ReadAt(index_offset, index.data(), index.size());
  const std::string checked = index + footer.substr(0, kChecksummedFooter);
  checksum_ = XXH3_64bits(checked.data(), checked.size());
  if (checksum_ != LoadNumber<uint64_t>(footer.data() + kChecksummedFooter)) {
    ThrowDamaged(file_, index_offset, "the checksum of the index does not match");
  }
  for (size_t i = 0; i < count; ++i) {
    const char* const entry = index.data() + i * kIndexEntrySize;
    partitions_.push_back({LoadNumber<uint64_t>(entry), LoadNumber<uint64_t>(entry + 8),
                           LoadNumber<uint64_t>(entry + 16)});
    const uint64_t offset = partitions_.back().offset;
    if (offset < kHeader.size() || offset > index_offset) {
      ThrowDamaged(file_, index_offset, "a partition does not lie within the file");
    }
  }
}

std::string_view RunBlocks::Next() {
  if (left_ == 0) return {};
  const File& file = run_->file();
  char header[kBlockHeaderSize];
  file.ReadAt(position_, header, sizeof(header));
  const auto raw_size = LoadNumber<uint32_t>(header);
  const auto stored_size = LoadNumber<uint32_t>(header + 4);
  if (raw_size == 0 || raw_size > run_->largest_block() ||
      raw_size > stored_size * kMostExpansion || stored_size > ZSTD_compressBound(raw_size) ||
      position_ + sizeof(header) + stored_size > run_->bytes()) {
    ThrowDamaged(file, position_, "the sizes of a block are not as they should be");
  }
  static thread_local std::string stored;
  stored.resize(stored_size);
  file.ReadAt(position_ + sizeof(header), stored.data(), stored_size);
  const auto checksum = LoadNumber<uint64_t>(header + 8);
  if (BlockChecksum(stored, raw_size) != checksum) {
    ThrowDamaged(file, position_, "the checksum of a block does not match");
  }
  digest_ = AddToDigest(digest_, checksum);
  if (left_ == 1 && digest_ != expected_digest_) {
    ThrowDamaged(file, position_, "its blocks are not those that its index was written for");
  }
  raw_.resize(raw_size);
  const size_t size =
      ZSTD_decompressDCtx(ThreadDecompressor(), raw_.data(), raw_size, stored.data(), stored_size);
  if (size != raw_size) ThrowDamaged(file, position_, "a block does not decompress");
  position_ += sizeof(header) + stored_size;
  --left_;
  return raw_;
}

}  // namespace ciku
