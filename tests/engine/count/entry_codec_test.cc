#include "engine/count/entry_codec.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace ciku {
namespace {

TEST(VarintTest, RoundTripsAtEveryLength) {
  for (unsigned bits = 0; bits <= 64; ++bits) {
    const uint64_t number = bits == 0 ? 0 : std::numeric_limits<uint64_t>::max() >> (64 - bits);
    std::string bytes;
    AppendVarint(number, &bytes);
    const char* at = bytes.data();
    uint64_t read = 1;
    EXPECT_TRUE(ReadVarint(&at, bytes.data() + bytes.size(), &read));
    EXPECT_EQ(read, number);
    EXPECT_EQ(at, bytes.data() + bytes.size());
    at = bytes.data();
    EXPECT_FALSE(ReadVarint(&at, bytes.data() + bytes.size() - 1, &read)) << "truncated";
  }
}

TEST(VarintTest, RefusesMoreThan64Bits) {
  const std::string bytes(10, '\xFF');
  const char* at = bytes.data();
  uint64_t read = 0;
  EXPECT_FALSE(ReadVarint(&at, bytes.data() + bytes.size(), &read));
}

TEST(EntryCodecTest, Integers) {
  const std::vector<uint64_t> keys = {
      0, 1, 2, 1000, uint64_t{1} << 40, std::numeric_limits<uint64_t>::max()};
  EntryCodec<uint64_t> codec;
  std::string block;
  for (const uint64_t key : keys) codec.Encode(key, key / 2 + 1, &block);
  codec.Reset();
  const char* at = block.data();
  for (const uint64_t key : keys) {
    uint64_t count = 0;
    ASSERT_TRUE(codec.Decode(&at, block.data() + block.size(), &count));
    EXPECT_EQ(codec.key(), key);
    EXPECT_EQ(count, key / 2 + 1);
  }
  EXPECT_EQ(at, block.data() + block.size());
}

TEST(EntryCodecTest, Strings) {
  const std::vector<std::string> keys = {"",   "a",   "ab", "abc", "b", std::string(300, 'b'),
                                         "词", "词库"};
  EntryCodec<std::string_view> codec;
  std::string block;
  for (const std::string& key : keys) codec.Encode(key, key.size() + 1, &block);
  codec.Reset();
  const char* at = block.data();
  for (const std::string& key : keys) {
    uint64_t count = 0;
    ASSERT_TRUE(codec.Decode(&at, block.data() + block.size(), &count));
    EXPECT_EQ(codec.key(), key);
    EXPECT_EQ(count, key.size() + 1);
  }
}

TEST(EntryCodecTest, RefusesBytesThatAreNoEntries) {
  for (const std::string& block : {std::string("\x05\x01x\x01"), std::string("\x00\x09x\x01", 4),
                                   std::string("\x00\x01x", 3)}) {
    EntryCodec<std::string_view> codec;
    const char* at = block.data();
    uint64_t count = 0;
    EXPECT_FALSE(codec.Decode(&at, block.data() + block.size(), &count));
  }
}

}  // namespace
}  // namespace ciku
