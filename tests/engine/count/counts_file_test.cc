#include "engine/count/counts_file.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "io/error.h"
#include "tests/counts_bytes.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

const CountsDescription kPieces = {{{kWhat, kPiecesCounted}, {"--method", "pair-cut"}},
                                   {{"pieces", 7}}};
const CountsDescription kOrderThree = {{{kWhat, kNgramsCounted}, {kOrderCounted, 3}},
                                       {{"symbols", 5}}};

std::string WrittenBytes(const CountsMap& counts, const std::set<std::string>& inputs,
                         const CountsDescription& description = kPieces) {
  return CountsBytes(counts, inputs, description);
}

// Reads the whole file.
void ReadAll(const CountsFile& file) {
  ReadCounts(file);
  for (CountsFile::Inputs input(file); !input.at_end(); input.Next()) {
  }
}

CountsMap RandomKeys(std::mt19937_64* random, size_t keys) {
  return RandomCounts(random, keys,
                      {"a", "é", "中", "国", "\xF0\xA0\x80\x80", std::string(1, '\0')}, 5);
}

class CountsFileTest : public testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& bytes) {
    return scratch_.Write(name, bytes);
  }

  Scratch scratch_;
};

TEST_F(CountsFileTest, RoundTrips) {
  std::mt19937_64 random(1);
  for (const size_t keys : {0, 1, 100, 30000}) {
    const CountsMap counts = RandomKeys(&random, keys);
    const CountsFile file(
        Write("counts", WrittenBytes(counts, {InputNamed("a"), InputNamed("b")})));
    EXPECT_EQ(ReadCounts(file), counts);
    EXPECT_EQ(file.about(), kPieces.about);
    EXPECT_EQ(file.totals(), kPieces.totals);
    std::vector<std::string> inputs;
    for (CountsFile::Inputs input(file); !input.at_end(); input.Next()) {
      inputs.emplace_back(input.key());
    }
    EXPECT_EQ(inputs, (std::vector<std::string>{InputNamed("a"), InputNamed("b")}));
  }
}

TEST_F(CountsFileTest, DumpsOrdersOneAfterTheOther) {
  const CountsFile file(Write(
      "counts", WrittenBytes({{"ab", 1}, {"abc", 4}, {"b", 2}, {"bcd", 1}}, {}, kOrderThree)));
  std::vector<std::pair<std::string, uint64_t>> dumped;
  DumpCounts(file, [&](std::string_view key, uint64_t count) { dumped.emplace_back(key, count); });
  EXPECT_EQ(dumped, (std::vector<std::pair<std::string, uint64_t>>{
                        {"a", 5}, {"b", 3}, {"ab", 5}, {"bc", 1}, {"abc", 4}, {"bcd", 1}}));
}

TEST_F(CountsFileTest, EveryFlippedBitIsAnError) {
  const std::string bytes = WrittenBytes({{"ab", 1}, {"abc", 4}, {"中国", 3}}, {InputNamed("a")});
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ (1U << bit));
      EXPECT_THROW(ReadAll(CountsFile(Write("damaged", damaged))), Error)
          << "byte " << i << " bit " << bit;
    }
  }
}

TEST_F(CountsFileTest, EveryTruncationIsAnError) {
  const std::string bytes = WrittenBytes({{"ab", 1}, {"中国", 3}}, {InputNamed("a")});
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW(ReadAll(CountsFile(Write("damaged", bytes.substr(0, size)))), Error) << size;
  }
}

// Writes sections without checking them.
std::string Forged(const std::vector<std::vector<std::pair<std::string, uint64_t>>>& sections,
                   const std::vector<std::pair<std::string, uint64_t>>& firsts,
                   const Json& limits = Json::object()) {
  BlockFileWriter run(File::CreateTemporary(DefaultTempDirectory()));
  const auto write = [&](const auto& entries) {
    EntryCodec<std::string_view> codec;
    std::string block;
    run.BeginPartition();
    for (const auto& [key, count] : entries) codec.Encode(key, count, &block);
    if (!block.empty()) run.WriteBlock(block);
  };
  for (const auto& section : sections) write(section);
  write(firsts);
  write(std::vector<std::pair<std::string, uint64_t>>());
  Json written = {{"counts", 1}, {"about", kPieces.about}, {"totals", kPieces.totals}};
  written.update(limits);
  run.End(written.dump());
  return BytesOf(run.Release());
}

TEST_F(CountsFileTest, WhatDoesNotFitTogetherIsCorruption) {
  EXPECT_NO_THROW(ReadAll(CountsFile(Write("good", Forged({{{"a", 1}}}, {{"a", 1}})))));
  for (const std::string& forged :
       {Forged({{{"a", 1}}}, {{"a", 2}}), Forged({{{"a", 1}}}, {{"b", 1}}),
        Forged({{{"a", 1}}}, {}), Forged({}, {{"a", 1}}), Forged({{{"", 1}}}, {{"a", 1}}),
        Forged({{{"ab", 1}, {"aa", 1}}}, {{"a", 2}}), Forged({{{"aa", 1}, {"aa", 1}}}, {{"a", 2}}),
        Forged({{{"a\xFF", 1}}}, {{"a", 1}}), Forged({{{"\xFF", 1}}}, {{"\xFF", 1}}),
        Forged({{{"b", 1}}, {{"a", 1}}}, {{"b", 1}, {"a", 1}}),
        Forged({{{"ab", 1}}}, {{"ab", 1}})}) {
    EXPECT_THROW(ReadAll(CountsFile(Write("forged", forged))), CorruptionError);
  }
}

TEST_F(CountsFileTest, LimitsThatMakeNoSenseAreCorruption) {
  const auto read = [&](const Json& limits) {
    Json all = limits;
    all["counts"] = 2;
    return CountsFile(Write("limits", Forged({{{"a", 1}}}, {{"a", 1}}, all)));
  };
  const Json bin = {{"number", 2}, {"of", 3}, {"from", 0x61}, {"end", 0x62}};
  const CountsFile good = read({{"bin", bin}, {"min_count", 5}});
  EXPECT_EQ(good.bin()->number, 2U);
  EXPECT_EQ(good.bin()->of, 3U);
  EXPECT_EQ(good.min_count(), 5U);
  const std::vector<std::pair<std::string, Json>> wrong = {
      {"number", 0},  {"number", 4},  {"number", "2"},    {"number", -1},
      {"from", 0x62}, {"from", 0x63}, {"end", 0x110001U}, {"end", nullptr}};
  for (const auto& [name, value] : wrong) {
    Json forged = bin;
    forged[name] = value;
    EXPECT_THROW(read({{"bin", forged}}), CorruptionError) << forged.dump();
  }
  EXPECT_THROW(read({{"bin", 1}}), CorruptionError);
  EXPECT_THROW(read({{"min_count", "1"}}), CorruptionError);
  EXPECT_THROW(CountsFile(Write("newer", Forged({}, {}, {{"counts", 3}}))), InputError);
}

}  // namespace
}  // namespace ciku
