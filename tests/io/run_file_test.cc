#include "io/run_file.h"

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

std::string BytesOf(RunWriter* writer, std::string_view description) {
  writer->End(description);
  const File file = writer->Release();
  std::string bytes(file.Size(), '\0');
  file.ReadAt(0, bytes.data(), bytes.size());
  return bytes;
}

using Partitions = std::vector<std::vector<std::string>>;

const Partitions kWritten = {{"first block", std::string(5000, 'x')}, {}, {"third partition"}};

// The size of a run file's footer, and where in it the size of the largest block is.
constexpr size_t kFooter = 40;
constexpr size_t kLargestBlock = 16;

std::string WrittenRun(std::string_view description = {}) {
  RunWriter writer(File::CreateTemporary(DefaultTempDirectory()));
  for (const auto& blocks : kWritten) {
    writer.BeginPartition();
    for (const std::string& block : blocks) writer.WriteBlock(block);
  }
  return BytesOf(&writer, description);
}

Run OpenRun(const std::string& bytes) {
  File file = File::CreateTemporary(DefaultTempDirectory());
  file.Write(bytes);
  return Run(std::move(file));
}

Partitions ReadAll(const Run& run) {
  Partitions read;
  for (size_t p = 0; p < run.partitions().size(); ++p) {
    read.emplace_back();
    RunBlocks blocks(run, p);
    for (std::string_view block; !(block = blocks.Next()).empty();) read.back().emplace_back(block);
  }
  return read;
}

TEST(RunFileTest, RoundTrips) {
  const auto run = OpenRun(WrittenRun());
  EXPECT_EQ(ReadAll(run), kWritten);
  EXPECT_EQ(run.largest_block(), 5000U);
}

TEST(RunFileTest, KeepsItsDescription) {
  const auto run = OpenRun(WrittenRun("what it is"));
  EXPECT_EQ(run.description(), "what it is");
  EXPECT_EQ(ReadAll(run), kWritten);
}

TEST(RunFileTest, TakesPartitionsOfOtherRuns) {
  const auto run = OpenRun(WrittenRun());
  RunWriter writer(File::CreateTemporary(DefaultTempDirectory()));
  for (size_t p = 0; p < kWritten.size(); ++p) writer.AppendPartition(run, p);
  EXPECT_EQ(BytesOf(&writer, {}), WrittenRun());
}

TEST(RunFileTest, GoesOnAfterAnyBlock) {
  RunWriter writer(File::CreateTemporary(DefaultTempDirectory()));
  const auto go_on = [&] {
    const Json saved = Json::parse(writer.Save().dump());
    EXPECT_EQ(saved.at("bytes"), writer.file().Size());
    writer = RunWriter(writer.Release(), saved);
  };
  for (const auto& blocks : kWritten) {
    writer.BeginPartition();
    for (const std::string& block : blocks) {
      go_on();
      writer.WriteBlock(block);
    }
  }
  go_on();
  EXPECT_EQ(BytesOf(&writer, "what it is"), WrittenRun("what it is"));
}

TEST(RunFileTest, EveryFlippedBitIsCorruption) {
  const std::string bytes = WrittenRun("what it is");
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ (1U << bit));
      EXPECT_THROW(ReadAll(OpenRun(damaged)), CorruptionError) << "byte " << i << " bit " << bit;
    }
  }
}

TEST(RunFileTest, EveryTruncationIsCorruption) {
  const std::string bytes = WrittenRun();
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW(ReadAll(OpenRun(bytes.substr(0, size))), CorruptionError) << size;
  }
}

// The run with `number` put in place at `offset`, and the checksum of the index made to match.
template <typename Number>
std::string Changed(std::string bytes, size_t offset, Number number) {
  std::memcpy(bytes.data() + offset, &number, sizeof(number));
  const size_t footer = bytes.size() - kFooter;
  const auto index = static_cast<size_t>(LoadNumber<uint64_t>(bytes.data() + footer));
  const uint64_t checksum = XXH3_64bits(bytes.data() + index, footer + 24 - index);
  std::memcpy(bytes.data() + footer + 24, &checksum, sizeof(checksum));
  return bytes;
}

TEST(RunFileTest, PartitionsOutsideTheFileAreCorruption) {
  const std::string bytes = WrittenRun();
  const auto index =
      static_cast<size_t>(LoadNumber<uint64_t>(bytes.data() + bytes.size() - kFooter));
  EXPECT_EQ(ReadAll(OpenRun(Changed<uint64_t>(bytes, index, 8))), kWritten);
  for (const uint64_t offset : {uint64_t{0}, bytes.size(), ~uint64_t{0} - 20, uint64_t{1} << 63}) {
    EXPECT_THROW(ReadAll(OpenRun(Changed(bytes, index, offset))), CorruptionError) << offset;
  }
}

TEST(RunFileTest, SizesThatNoBlockHasAreCorruption) {
  RunWriter writer(File::CreateTemporary(DefaultTempDirectory()));
  writer.BeginPartition();
  writer.WriteBlock("");
  EXPECT_THROW(ReadAll(writer.Finish()), CorruptionError);
  // Gigabytes from a few bytes: found out before there is memory for them.
  std::string bytes =
      Changed<uint32_t>(WrittenRun(), WrittenRun().size() - kFooter + kLargestBlock, 0xFFFFFFFF);
  bytes = Changed<uint32_t>(bytes, 8, 0xFFFFFFFF);
  EXPECT_THROW(ReadAll(OpenRun(bytes)), CorruptionError);
  EXPECT_LT(PeakMemory(), uint64_t{1} << 30);
}

}  // namespace
}  // namespace ciku
