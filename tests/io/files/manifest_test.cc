#include "io/files/manifest.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "io/error.h"
#include "io/input/reader_position.h"

namespace ciku {
namespace {

const Json kContent = {{"passes", {{"count", {{"done", true}, {"numbers", {1, 2, 3}}}}}},
                       {"name", "词库"}};

TEST(ManifestTest, RoundTrips) {
  EXPECT_EQ(DecodeManifest(EncodeManifest(kContent), "manifest"), kContent);
}

TEST(ManifestTest, EveryFlippedBitIsCorruption) {
  const std::string bytes = EncodeManifest(kContent);
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ (1U << bit));
      EXPECT_THROW(DecodeManifest(damaged, "manifest"), CorruptionError)
          << "byte " << i << " bit " << bit;
    }
  }
}

TEST(ManifestTest, EveryTruncationIsCorruption) {
  const std::string bytes = EncodeManifest(kContent);
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW(DecodeManifest(bytes.substr(0, size), "manifest"), CorruptionError) << size;
  }
}

TEST(ReaderPositionTest, RoundTrips) {
  ReaderPosition position;
  position.next_file = 7;
  position.begun.push_back({3, {.frame = uint64_t{1} << 60, .offset = 5, .joined = true}});
  position.begun.push_back({6, {.offset = 9, .record = 7, .at_start = false}});
  EXPECT_EQ(ToJson(ReaderPositionFrom(ToJson(position))), ToJson(position));
  EXPECT_EQ(ReaderPositionFrom(ToJson(position)).begun[0].position.frame, uint64_t{1} << 60);
}

TEST(ManifestTest, ReadsChecksumsAsItWritesThem) {
  for (const uint64_t checksum : {uint64_t{0}, uint64_t{0xab}, ~uint64_t{0}}) {
    EXPECT_EQ(ChecksumFrom(ChecksumText(checksum)), checksum);
  }
  for (const char* const text : {"", "ab", "00000000000000AB", "-000000000000001"}) {
    EXPECT_THROW(ChecksumFrom(text), CorruptionError) << text;
  }
}

}  // namespace
}  // namespace ciku
