#include "engine/count/counts_file.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/count/merge_counts.h"
#include "io/error.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

using Counts = std::map<std::string, uint64_t>;

const CountsDescription kPieces = {{{kWhat, kPiecesCounted}, {"--method", "pair-cut"}},
                                   {{"pieces", 7}}};
const CountsDescription kOrderThree = {{{kWhat, kNgramsCounted}, {kOrderCounted, 3}},
                                       {{"symbols", 5}}};

File Written(const Counts& counts, const std::set<std::string>& inputs,
             const CountsDescription& description, File file) {
  CountsWriter writer(std::move(file));
  for (const auto& [key, count] : counts) writer.Add(key, count);
  for (const std::string& input : inputs) writer.AddInput(input, 1);
  return writer.Finish(description);
}

std::string BytesOf(const File& file) {
  std::string bytes(file.Size(), '\0');
  file.ReadAt(0, bytes.data(), bytes.size());
  return bytes;
}

std::string WrittenBytes(const Counts& counts, const std::set<std::string>& inputs,
                         const CountsDescription& description = kPieces) {
  return BytesOf(
      Written(counts, inputs, description, File::CreateTemporary(DefaultTempDirectory())));
}

Counts ReadCounts(const CountsFile& file) {
  Counts counts;
  for (size_t i = 0; i < file.sections().size(); ++i) {
    for (CountsFile::Section entry(file, i); !entry.at_end(); entry.Next()) {
      counts.emplace(entry.key(), entry.count());
    }
  }
  return counts;
}

// The key of an input, in the format of InputKey.
std::string Input(const std::string& name) { return std::string(33, '0') + " " + name; }

// Reads the whole file.
void ReadAll(const CountsFile& file) {
  ReadCounts(file);
  for (CountsFile::Inputs input(file); !input.at_end(); input.Next()) {
  }
}

Counts RandomCounts(std::mt19937_64* random, size_t keys) {
  const std::vector<std::string> characters = {
      "a", "é", "中", "国", "\xF0\xA0\x80\x80", std::string(1, '\0')};
  Counts counts;
  for (size_t i = 0; i < keys; ++i) {
    std::string key;
    for (size_t length = 1 + (*random)() % 5; length > 0; --length) {
      key += characters[(*random)() % characters.size()];
    }
    counts[key] += (*random)() >> ((*random)() % 60 + 2);
  }
  std::erase_if(counts, [](const auto& entry) { return entry.second == 0; });
  return counts;
}

class CountsFileTest : public testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& bytes) {
    return scratch_.Write(name, bytes);
  }

  std::string MergedBytes(const std::vector<std::string>& paths, size_t memory, size_t threads) {
    SpillFolder spills;
    const File merged = MergeCounts(paths, false, {memory, threads, &spills},
                                    File::CreateTemporary(DefaultTempDirectory()));
    EXPECT_EQ(spills.bytes(), 0U);
    return BytesOf(merged);
  }

  Scratch scratch_;
};

TEST_F(CountsFileTest, RoundTrips) {
  std::mt19937_64 random(1);
  for (const size_t keys : {0, 1, 100, 30000}) {
    const Counts counts = RandomCounts(&random, keys);
    const CountsFile file(Write("counts", WrittenBytes(counts, {Input("a"), Input("b")})));
    EXPECT_EQ(ReadCounts(file), counts);
    EXPECT_EQ(file.about(), kPieces.about);
    EXPECT_EQ(file.totals(), kPieces.totals);
    std::vector<std::string> inputs;
    for (CountsFile::Inputs input(file); !input.at_end(); input.Next()) {
      inputs.emplace_back(input.key());
    }
    EXPECT_EQ(inputs, (std::vector<std::string>{Input("a"), Input("b")}));
  }
}

TEST_F(CountsFileTest, MergingIsCountingTogether) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    Counts together;
    std::set<std::string> inputs;
    std::vector<std::string> paths;
    const size_t files = seed == 6 ? 150 : 1 + random() % 12;
    for (size_t i = 0; i < files; ++i) {
      const Counts counts = RandomCounts(&random, random() % 3000);
      for (const auto& [key, count] : counts) together[key] += count;
      inputs.insert(Input(std::to_string(i)));
      paths.push_back(Write(std::to_string(i), WrittenBytes(counts, {Input(std::to_string(i))})));
    }
    CountsDescription sum = kPieces;
    sum.totals["pieces"] = 7 * files;
    const std::string expected = WrittenBytes(together, inputs, sum);
    for (const size_t threads : {1, 3}) {
      EXPECT_TRUE(MergedBytes(paths, size_t{64} << 20, threads) == expected) << threads;
      // Enough for two or three files at a time.
      EXPECT_TRUE(MergedBytes(paths, threads * 600'000, threads) == expected) << threads;
    }
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
  const std::string bytes = WrittenBytes({{"ab", 1}, {"abc", 4}, {"中国", 3}}, {Input("a")});
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
  const std::string bytes = WrittenBytes({{"ab", 1}, {"中国", 3}}, {Input("a")});
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW(ReadAll(CountsFile(Write("damaged", bytes.substr(0, size)))), Error) << size;
  }
}

// Writes sections without checking them.
std::string Forged(const std::vector<std::vector<std::pair<std::string, uint64_t>>>& sections,
                   const std::vector<std::pair<std::string, uint64_t>>& firsts) {
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
  const Json written = {{"counts", 1}, {"about", kPieces.about}, {"totals", kPieces.totals}};
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

TEST_F(CountsFileTest, FilesThatDoNotBelongTogetherAreNotMerged) {
  const std::string a = Write("a", WrittenBytes({{"a", 1}}, {Input("x"), Input("y")}));
  const std::string b = Write("b", WrittenBytes({{"a", 1}}, {Input("y")}));
  CountsDescription other = kPieces;
  other.about["--method"] = "ngram";
  const std::string c = Write("c", WrittenBytes({{"a", 1}}, {Input("z")}, other));
  const auto message = [&](const std::vector<std::string>& paths) -> std::string {
    try {
      MergedBytes(paths, size_t{1} << 20, 1);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_EQ(message({a, b}), a + " and " + b +
                                 " both hold the counts of y: it would be counted twice; leave one "
                                 "of the two out");
  EXPECT_EQ(message({a, c}),
            a + " and " + c +
                " cannot be added up: --method is pair-cut in the one and ngram in "
                "the other");
}

}  // namespace
}  // namespace ciku
