#include "io/files/block_file.h"

#include <gtest/gtest.h>
#include <xxhash.h>

#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "io/bytes.h"
#include "io/error.h"
#include "io/memory.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

std::string BytesOf(BlockFileWriter* writer, std::string_view description) {
  writer->End(description);
  const File file = writer->Release();
  std::string bytes(file.Size(), '\0');
  file.ReadAt(0, bytes.data(), bytes.size());
  return bytes;
}

using Partitions = std::vector<std::vector<std::string>>;

const Partitions kWritten = {{"first block", std::string(5000, 'x')}, {}, {"third partition"}};

// The size of a block file's footer, and the offset in it of the largest block's size.
constexpr size_t kFooter = 40;
constexpr size_t kLargestBlock = 16;

std::string WrittenBlockFile(std::string_view description = {}) {
  BlockFileWriter writer(File::CreateTemporary(DefaultTempDirectory()));
  for (const auto& blocks : kWritten) {
    writer.BeginPartition();
    for (const std::string& block : blocks) writer.WriteBlock(block);
  }
  return BytesOf(&writer, description);
}

BlockFile OpenBlockFile(const std::string& bytes) {
  File file = File::CreateTemporary(DefaultTempDirectory());
  file.Write(bytes);
  return BlockFile(std::move(file));
}

Partitions ReadAll(const BlockFile& run) {
  Partitions read;
  for (size_t p = 0; p < run.partitions().size(); ++p) {
    read.emplace_back();
    BlockFileReader blocks(run, p);
    for (std::string_view block; !(block = blocks.Next()).empty();) read.back().emplace_back(block);
  }
  return read;
}

TEST(BlockFileTest, RoundTrips) {
  const auto run = OpenBlockFile(WrittenBlockFile());
  EXPECT_EQ(ReadAll(run), kWritten);
  EXPECT_EQ(run.largest_block(), 5000U);
}

TEST(BlockFileTest, KeepsItsDescription) {
  const auto run = OpenBlockFile(WrittenBlockFile("what it is"));
  EXPECT_EQ(run.description(), "what it is");
  EXPECT_EQ(ReadAll(run), kWritten);
}

TEST(BlockFileTest, TakesPartitionsOfOtherRuns) {
  const auto run = OpenBlockFile(WrittenBlockFile());
  BlockFileWriter writer(File::CreateTemporary(DefaultTempDirectory()));
  for (size_t p = 0; p < kWritten.size(); ++p) writer.AppendPartition(run, p);
  EXPECT_EQ(BytesOf(&writer, {}), WrittenBlockFile());
}

TEST(BlockFileTest, GoesOnAfterAnyBlock) {
  BlockFileWriter writer(File::CreateTemporary(DefaultTempDirectory()));
  const auto go_on = [&] {
    const Json saved = Json::parse(writer.Save().dump());
    EXPECT_EQ(saved.at("bytes"), writer.file().Size());
    writer = BlockFileWriter(writer.Release(), saved);
  };
  for (const auto& blocks : kWritten) {
    writer.BeginPartition();
    for (const std::string& block : blocks) {
      go_on();
      writer.WriteBlock(block);
    }
  }
  go_on();
  EXPECT_EQ(BytesOf(&writer, "what it is"), WrittenBlockFile("what it is"));
}

TEST(BlockFileTest, EveryFlippedBitIsCorruption) {
  const std::string bytes = WrittenBlockFile("what it is");
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ (1U << bit));
      EXPECT_THROW(ReadAll(OpenBlockFile(damaged)), CorruptionError)
          << "byte " << i << " bit " << bit;
    }
  }
}

TEST(BlockFileTest, EveryTruncationIsCorruption) {
  const std::string bytes = WrittenBlockFile();
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW(ReadAll(OpenBlockFile(bytes.substr(0, size))), CorruptionError) << size;
  }
}

// Returns the block file with `number` at `offset` and a checksum of the index that matches.
template <typename Number>
std::string Changed(std::string bytes, size_t offset, Number number) {
  std::memcpy(bytes.data() + offset, &number, sizeof(number));
  const size_t footer = bytes.size() - kFooter;
  const auto index = static_cast<size_t>(LoadNumber<uint64_t>(bytes.data() + footer));
  const uint64_t checksum = XXH3_64bits(bytes.data() + index, footer + 24 - index);
  std::memcpy(bytes.data() + footer + 24, &checksum, sizeof(checksum));
  return bytes;
}

TEST(BlockFileTest, PartitionsOutsideTheFileAreCorruption) {
  const std::string bytes = WrittenBlockFile();
  const auto index =
      static_cast<size_t>(LoadNumber<uint64_t>(bytes.data() + bytes.size() - kFooter));
  EXPECT_EQ(ReadAll(OpenBlockFile(Changed<uint64_t>(bytes, index, 8))), kWritten);
  for (const uint64_t offset : {uint64_t{0}, bytes.size(), ~uint64_t{0} - 20, uint64_t{1} << 63}) {
    EXPECT_THROW(ReadAll(OpenBlockFile(Changed(bytes, index, offset))), CorruptionError) << offset;
  }
}

TEST(BlockFileTest, SizesThatNoBlockHasAreCorruption) {
  BlockFileWriter writer(File::CreateTemporary(DefaultTempDirectory()));
  writer.BeginPartition();
  writer.WriteBlock("");
  EXPECT_THROW(ReadAll(writer.Finish()), CorruptionError);
  // A block that claims to expand from a few bytes to gigabytes is rejected before memory for them
  // is allocated.
  std::string bytes = Changed<uint32_t>(
      WrittenBlockFile(), WrittenBlockFile().size() - kFooter + kLargestBlock, 0xFFFFFFFF);
  bytes = Changed<uint32_t>(bytes, 8, 0xFFFFFFFF);
  EXPECT_THROW(ReadAll(OpenBlockFile(bytes)), CorruptionError);
  EXPECT_LT(PeakMemory(), uint64_t{1} << 30);
}

}  // namespace
}  // namespace ciku
