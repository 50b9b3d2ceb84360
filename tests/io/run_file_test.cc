#include "io/run_file.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "io/error.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

using Partitions = std::vector<std::vector<std::string>>;

const Partitions kWritten = {{"first block", std::string(5000, 'x')}, {}, {"third partition"}};

std::string WrittenRun() {
  RunWriter writer(File::CreateTemporary(DefaultTempDirectory()));
  for (const auto& blocks : kWritten) {
    writer.BeginPartition();
    for (const std::string& block : blocks) writer.WriteBlock(block);
  }
  const Run run = writer.Finish();
  std::string bytes(run.bytes(), '\0');
  run.file().ReadAt(0, bytes.data(), bytes.size());
  return bytes;
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

TEST(RunFileTest, EveryFlippedBitIsCorruption) {
  const std::string bytes = WrittenRun();
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

}  // namespace
}  // namespace ciku
