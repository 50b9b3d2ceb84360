#include "engine/sweep/pack.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <filesystem>
#include <set>
#include <string>

#include "io/error.h"
#include "io/files/manifest.h"
#include "io/streams/zstd_format.h"
#include "tests/random_text.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

// Resources with this number of threads.
Resources OnThreads(size_t threads) { return {.memory = size_t{256} << 20, .threads = threads}; }

// Returns the decompressed shards of a folder. Checks that each frame ends at a record end.
std::string Unpack(const std::string& folder) {
  std::set<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.insert(entry.path());
  std::string text;
  for (const std::string& path : paths) {
    const std::string bytes = ReadFile(path);
    const auto table = SeekTable::Find(bytes);
    EXPECT_TRUE(table.has_value());
    size_t offset = 0;
    for (size_t i = 0; i < table->size(); ++i) {
      const SeekTable::Entry entry = table->entry(i);
      std::string frame(entry.content_size, '\0');
      EXPECT_EQ(
          ZSTD_decompress(frame.data(), frame.size(), bytes.data() + offset, entry.compressed_size),
          frame.size());
      EXPECT_TRUE(frame.ends_with('\n'));
      text += frame;
      offset += entry.compressed_size;
    }
  }
  return text;
}

// What packing does to lines: it removes a byte-order mark and carriage returns, and adds a missing
// line end.
std::string Normalized(std::string text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  for (size_t at; (at = text.find("\r\n")) != text.npos;) text.erase(at, 1);
  if (text.ends_with('\r')) text.pop_back();
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  return text;
}

TEST(PackTest, RecordsStayWhatTheyAreAndInOrder) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const Scratch scratch;
    std::string expected;
    for (uint64_t file = 0; file < 1 + random.Below(6); ++file) {
      TextShape shape;
      shape.symbols = random.Below(20'000);
      shape.line_ends = random.Chance(0.3) ? 0.0001 : 0.02;
      shape.others = 0.02;
      const std::string text = random.Make(shape);
      expected += Normalized(text);
      scratch.Write("in/" + std::to_string(file) + ".txt", text);
    }
    const Corpus corpus = Corpus::Open({scratch.File("in")}, LinesOnly());
    PackOptions options;
    options.frame_size = size_t{1} << (9 + random.Below(8));
    options.shard_size = 50'000;
    std::string first;
    for (const size_t threads : {1, 3}) {
      const std::string folder = scratch.File("out" + std::to_string(threads));
      const PackResult result =
          Pack(corpus, folder, options, OnThreads(threads), Storage(TestSpills()));
      EXPECT_EQ(Unpack(folder), expected);
      EXPECT_EQ(result.text_bytes, expected.size());
      std::string bytes;
      ASSERT_EQ(result.listed.size(), result.shards);
      for (size_t i = 0; i < result.shards; ++i) {
        const PackResult::Shard& shard = result.listed[i];
        EXPECT_EQ(shard.name, fmt::format("shard-{:05}.txt.zst", i));
        const std::string content = ReadFile(folder + "/" + shard.name);
        EXPECT_EQ(shard.bytes, content.size());
        EXPECT_EQ(shard.xxh3, ChecksumOf(content));
        bytes += content;
      }
      EXPECT_EQ(bytes.size(), result.packed_bytes);
      if (first.empty()) first = bytes;
      EXPECT_EQ(bytes, first) << "the same for every number of threads";
    }
  }
}

TEST(PackTest, JsonLinesKeepTheirField) {
  const Scratch scratch;
  scratch.Write("in/a.jsonl", "{\"id\": 1, \"body\": \"词\\n库\"}\n{\"body\": \"\\u8bcd\"}\n");
  InputOptions input;
  input.fields = {"body"};
  Pack(Corpus::Open({scratch.File("in")}, input), scratch.File("out"), {}, OnThreads(2),
       Storage(TestSpills()));
  EXPECT_EQ(Unpack(scratch.File("out")), "{\"text\":\"词\\n库\"}\n{\"text\":\"词\"}\n");
  EXPECT_TRUE(std::filesystem::exists(scratch.File("out/shard-00000.jsonl.zst")));
}

TEST(PackTest, AFolderThatHoldsSomethingIsLeftAlone) {
  const Scratch scratch;
  const Corpus corpus = Corpus::Open({scratch.Write("a.txt", "text\n")}, {});
  scratch.Write("out/precious", "");
  EXPECT_THROW(Pack(corpus, scratch.File("out"), {}, OnThreads(1), Storage(TestSpills())),
               InputError);
  EXPECT_EQ(scratch.FilesIn(), 3U);
}

TEST(PackTest, NothingRemainsOfAFailure) {
  const Scratch scratch;
  const std::string good = scratch.Write("in/a.txt", std::string(1'000'000, '\n'));
  const std::string bad = scratch.Write("in/b.zst", "\x28\xB5\x2F\xFD rubbish");
  EXPECT_THROW(Pack(Corpus::Open({good, bad}, {}), scratch.File("out"),
                    {.frame_size = 4096, .shard_size = 8192}, OnThreads(2), Storage(TestSpills())),
               CorruptionError);
  EXPECT_EQ(scratch.FilesIn(), 3U);
}

}  // namespace
}  // namespace ciku
