#include "io/files/mapped_file.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>
#include <string_view>

#include "io/error.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

TEST(MappedFileTest, ReleasedPagesCanBeReadAgain) {
  const Scratch scratch;
  const std::string text(100'000, 'x');
  File file = File::OpenForReading(scratch.Write("f", text));
  const FileIdentity identity = IdentityOf(file);
  const MappedFile mapped(std::move(file), identity);
  EXPECT_EQ(mapped.bytes(), text);
  mapped.Release(5000, 90'000);
  EXPECT_EQ(mapped.bytes(), text);
  mapped.CheckUnchanged();
}

// Returns how many bytes of mapped files this process has in memory.
uint64_t ResidentFilePages() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    uint64_t kib = 0;
    if (word == "RssFile:" && status >> kib) return kib * 1024;
  }
  return 0;
}

TEST(MappedFileTest, WhatIsReleasedIsNotInMemory) {
  constexpr uint64_t kSize = uint64_t{256} << 20;
  constexpr uint64_t kBlock = 1'000'000;
  const Scratch scratch;
  const std::string path = scratch.Write("f", "");
  std::filesystem::resize_file(path, kSize);
  File file = File::OpenForReading(path);
  const FileIdentity identity = IdentityOf(file);
  const MappedFile mapped(std::move(file), identity);
  const uint64_t before = ResidentFilePages();
  uint64_t sum = 0;
  for (uint64_t at = 0; at < kSize; at += kBlock) {
    const std::string_view block = mapped.bytes().substr(at, kBlock);
    sum += std::accumulate(block.begin(), block.end(), uint64_t{0});
    mapped.Release(at, block.size());
  }
  EXPECT_EQ(sum, 0U);
  EXPECT_LT(ResidentFilePages(), before + 2 * kBlock);
}

TEST(MappedFileTest, EmptyFiles) {
  const Scratch scratch;
  File file = File::OpenForReading(scratch.Write("f", ""));
  const FileIdentity identity = IdentityOf(file);
  EXPECT_TRUE(MappedFile(std::move(file), identity).bytes().empty());
}

TEST(MappedFileTest, AnotherIdentityIsRefused) {
  const Scratch scratch;
  const std::string path = scratch.Write("f", "text");
  FileIdentity identity = IdentityOf(File::OpenForReading(path));
  identity.size = 5;
  EXPECT_THROW(MappedFile(File::OpenForReading(path), identity), InputError);
}

TEST(MappedFileDeathTest, OtherBusErrorsStillEndTheProcess) {
  const Scratch scratch;
  File file = File::OpenForReading(scratch.Write("f", "text"));
  const FileIdentity identity = IdentityOf(file);
  const MappedFile mapped(std::move(file), identity);  // installs the handler
  EXPECT_DEATH(::raise(SIGBUS), "");
}

}  // namespace
}  // namespace ciku
