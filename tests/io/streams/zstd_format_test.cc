#include "io/streams/zstd_format.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include <string>

#include "io/error.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

constexpr uint64_t kNoLimit = ~uint64_t{0};

std::string Compressed(const std::string& text, int level, bool checksum, bool content_size) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum ? 1 : 0);
  ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, content_size ? 1 : 0);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return out;
}

TEST(WalkZstdFrameTest, FindsTheEndOfEveryFrame) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    TextShape shape;
    shape.symbols = random.Below(200'000);
    shape.distinct = 5000;
    std::string text = random.Make(shape);
    if (seed % 10 == 0) text.clear();
    if (seed % 10 == 1) text.assign(500'000, 'x');
    const bool stated = random.Chance(0.5);
    const std::string frame =
        Compressed(text, static_cast<int>(random.Below(10)), random.Chance(0.5), stated);
    const std::string bytes = "...." + frame + "more";
    const ZstdFrame found = WalkZstdFrame(bytes, 4, kNoLimit, "f");
    EXPECT_TRUE(found.complete);
    EXPECT_FALSE(found.skippable);
    EXPECT_EQ(found.compressed_size, frame.size());
    EXPECT_GE(found.content_bound, text.size());
    if (stated) {
      EXPECT_EQ(found.content_bound, text.size());
    }
    for (size_t size = 0; size < frame.size(); size += 1 + frame.size() / 50) {
      EXPECT_THROW(WalkZstdFrame(frame.substr(0, size), 0, kNoLimit, "f"), CorruptionError);
    }
  }
}

TEST(WalkZstdFrameTest, StopsWhereTheContentMayBeTooLarge) {
  const std::string frame = Compressed(std::string(1'000'000, 'x'), 3, true, true);
  EXPECT_FALSE(WalkZstdFrame(frame, 0, 999'999, "f").complete);
  EXPECT_TRUE(WalkZstdFrame(frame, 0, kNoLimit, "f").complete);
}

TEST(WalkZstdFrameTest, SkippableFrames) {
  const std::string bytes("\x53\x2A\x4D\x18\x03\x00\x00\x00xyz!", 12);
  const ZstdFrame frame = WalkZstdFrame(bytes, 0, kNoLimit, "f");
  EXPECT_TRUE(frame.skippable);
  EXPECT_EQ(frame.compressed_size, 11U);
  EXPECT_THROW(WalkZstdFrame(bytes.substr(0, 10), 0, kNoLimit, "f"), CorruptionError);
  EXPECT_THROW(WalkZstdFrame("plain text", 0, kNoLimit, "f"), CorruptionError);
}

TEST(SeekTableTest, RoundTrips) {
  const std::string frames(30, 'x');
  const std::string bytes = frames + EncodeSeekTable({{10, 100}, {20, 4'000'000'000}});
  const auto table = SeekTable::Find(bytes);
  ASSERT_TRUE(table);
  ASSERT_EQ(table->size(), 2U);
  EXPECT_EQ(table->entry(0).compressed_size, 10U);
  EXPECT_EQ(table->entry(1).content_size, 4'000'000'000U);
  EXPECT_TRUE(WalkZstdFrame(bytes, frames.size(), kNoLimit, "f").skippable);
}

TEST(SeekTableTest, FilesWithoutOne) {
  EXPECT_FALSE(SeekTable::Find(""));
  EXPECT_FALSE(SeekTable::Find(std::string(100, 'x')));
}

TEST(SeekTableTest, ATableThatDoesNotFitIsNone) {
  const std::string bytes = std::string(30, 'x') + EncodeSeekTable({{10, 100}, {20, 200}});
  EXPECT_FALSE(SeekTable::Find(bytes + bytes));
  EXPECT_FALSE(SeekTable::Find(bytes + "more"));
  EXPECT_FALSE(SeekTable::Find(bytes.substr(1)));
  for (size_t i = 30; i < bytes.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ (1U << bit));
      // Find() cannot notice damage to the unused bits and to the content sizes.
      const std::optional<SeekTable> table = SeekTable::Find(damaged);
      if (table) {
        EXPECT_TRUE(table->entry(0).compressed_size == 10 && table->size() == 2);
      }
    }
  }
}

}  // namespace
}  // namespace ciku
