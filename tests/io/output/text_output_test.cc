#include "io/output/text_output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "io/error.h"
#include "io/streams/line_reader.h"
#include "tests/random_text.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

std::string BytesOf(const std::string& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

std::string Unpacked(const std::string& path) {
  LineReader lines(path, size_t{1} << 20);
  std::string text;
  for (std::string_view line; lines.Next(&line);) text.append(line).append("\n");
  return text;
}

// Writes a text in pieces of random size, and now and then flushes them.
void WriteInPieces(const std::string& path, std::string_view text, uint64_t largest,
                   RandomText* random) {
  TextOutput output(path);
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, random->Below(largest) + 1);
    output.Write(piece);
    if (random->Below(4) == 0) output.Flush();
    text.remove_prefix(piece.size());
  }
  output.Commit();
}

TEST(TextOutputTest, CompressedBytesDependOnTheTextAlone) {
  const Scratch scratch;
  for (const char* name : {"a.gz", "a.zst", "a.ZST", "a.txt"}) {
    for (uint64_t seed = 1; seed <= 4; ++seed) {
      SCOPED_TRACE(testing::Message() << name << ", seed " << seed);
      RandomText random(seed);
      std::string text;
      for (uint64_t i = random.Below(60'000); i > 0; --i) {
        text += "词" + std::to_string(random.Below(1000)) + "\n";
      }
      const std::string path = scratch.File(name);
      WriteInPieces(path, text, 1'000'000, &random);
      const std::string bytes = BytesOf(path);
      WriteInPieces(path, text, 5000, &random);
      EXPECT_TRUE(BytesOf(path) == bytes);
      EXPECT_TRUE(Unpacked(path) == text);
      EXPECT_EQ(bytes == text, std::string_view(name) == "a.txt" || text.empty());
    }
  }
}

TEST(TextOutputTest, NothingIsCompressedAsWell) {
  const Scratch scratch;
  for (const char* name : {"a.gz", "a.zst"}) {
    TextOutput(scratch.File(name)).Commit();
    EXPECT_GT(BytesOf(scratch.File(name)).size(), 0U) << name;
    EXPECT_EQ(Unpacked(scratch.File(name)), "") << name;
  }
}

TEST(TextOutputTest, WhoReadsAPipeGetsWhatIsFlushed) {
  const Scratch scratch;
  const std::string path = scratch.File("pipe");
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const File reader(::open(path.c_str(), O_RDONLY | O_NONBLOCK), path);
  const auto read = [&] {
    std::string bytes(100, '\0');
    bytes.resize(static_cast<size_t>(
        std::max<ssize_t>(::read(reader.descriptor(), bytes.data(), bytes.size()), 0)));
    return bytes;
  };
  TextOutput output(path);
  output.Write("a\n");
  EXPECT_EQ(read(), "");
  output.Flush();
  EXPECT_EQ(read(), "a\n");
  output.Write("b\n");
  output.Commit();
  EXPECT_EQ(read(), "b\n");
}

TEST(TextOutputTest, AFileAppearsWhenItIsComplete) {
  const Scratch scratch;
  TextOutput output(scratch.File("text"));
  output.Write("a\n");
  output.Flush();
  EXPECT_FALSE(std::filesystem::exists(scratch.File("text")));
  output.Commit();
  EXPECT_EQ(BytesOf(scratch.File("text")), "a\n");
}

TEST(TextOutputTest, OtherCompressionsAreRefused) {
  const Scratch scratch;
  EXPECT_THROW(TextOutput(scratch.File("a.tsv.bz2")), UsageError);
  EXPECT_THROW(TextOutput(scratch.File("a.tsv.xz")), UsageError);
  EXPECT_EQ(scratch.FilesIn(), 0U);
}

}  // namespace
}  // namespace ciku
