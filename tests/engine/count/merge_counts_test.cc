#include "engine/count/merge_counts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/count/merge_summary.h"
#include "io/error.h"
#include "io/utf8.h"
#include "tests/counts_bytes.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

constexpr size_t kLongestWindow = 4;

const CountsDescription kSomePieces = {{{kWhat, kPiecesCounted}, {"--method", "pair-cut"}},
                                       {{"pieces", 7}}};
const CountsDescription kSomeNgrams = {{{kWhat, kNgramsCounted}, {kOrderCounted, kLongestWindow}},
                                       {{"symbols", 5}}};

// Characters of one byte up to four.
std::vector<std::string> DifferentCharacters(size_t count) {
  std::vector<std::string> characters;
  for (size_t i = 0; i < count; ++i) {
    std::string character;
    AppendUtf8(static_cast<char32_t>(i % 4 == 0 ? 0x20000 + i : 0x70 + 7 * i), &character);
    characters.push_back(character);
  }
  return characters;
}

std::vector<std::string> CharactersOf(const std::string& key) {
  std::vector<std::string> symbols;
  ForEachSymbol(key, [&](char32_t, std::string_view symbol) { symbols.emplace_back(symbol); });
  return symbols;
}

// What is left of windows without rare n-grams: each window as far as it is frequent.
CountsMap CutWindows(const CountsMap& windows, uint64_t min_count) {
  CountsMap ngrams;
  for (const auto& [window, count] : windows) {
    std::string ngram;
    for (const std::string& symbol : CharactersOf(window)) ngrams[ngram += symbol] += count;
  }
  CountsMap cut;
  for (const auto& [window, count] : windows) {
    const std::vector<std::string> symbols = CharactersOf(window);
    std::string left = symbols.front();
    for (size_t i = 1; i < symbols.size(); ++i) {
      if (ngrams[left + symbols[i]] < min_count) break;
      left += symbols[i];
    }
    cut[left] += count;
  }
  return cut;
}

CountsMap Frequent(CountsMap pieces, uint64_t min_count) {
  std::erase_if(pieces, [&](const auto& entry) { return entry.second < min_count; });
  return pieces;
}

class MergeCountsTest : public testing::Test {
 protected:
  // Writes random counts files, and sets what their sum is.
  void WriteFiles(std::mt19937_64* random, size_t files, size_t characters,
                  const CountsDescription& description) {
    paths_.clear();
    together_.clear();
    inputs_.clear();
    const std::vector<std::string> alphabet = DifferentCharacters(characters);
    for (size_t i = 0; i < files; ++i) {
      const CountsMap counts = RandomCounts(random, (*random)() % 3000, alphabet, kLongestWindow);
      for (const auto& [key, count] : counts) together_[key] += count;
      const std::string input = InputNamed(std::to_string(i));
      inputs_.insert(input);
      paths_.push_back(
          scratch_.Write(std::to_string(i), CountsBytes(counts, {input}, description)));
    }
    sum_ = description;
    for (auto& [name, total] : sum_.totals.items()) total = total.get<uint64_t>() * files;
  }

  std::string Expected() const { return CountsBytes(together_, inputs_, sum_); }

  std::string Merged(const std::vector<std::string>& paths, const MergeOptions& options = {},
                     size_t memory = size_t{64} << 20, size_t threads = 2) {
    SpillFolder spills;
    const File merged = MergeCounts(paths, options, {memory, threads, &spills},
                                    File::CreateTemporary(DefaultTempDirectory()));
    EXPECT_EQ(spills.bytes(), 0U);
    return BytesOf(merged);
  }

  // Merges each of these bins to a file of its own.
  std::vector<std::string> Bins(uint64_t bins, uint64_t min_count = 1) {
    std::vector<std::string> paths;
    for (uint64_t bin = 1; bin <= bins; ++bin) {
      paths.push_back(scratch_.Write("bin-" + std::to_string(bins) + "-" + std::to_string(bin),
                                     Merged(paths_, {bin, bins, min_count})));
    }
    return paths;
  }

  // The message with which merging fails.
  std::string Message(const std::vector<std::string>& paths, const MergeOptions& options = {}) {
    try {
      Merged(paths, options);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  }

  Scratch scratch_;
  std::vector<std::string> paths_;
  CountsMap together_;
  std::set<std::string> inputs_;
  CountsDescription sum_;
};

TEST_F(MergeCountsTest, MergingIsCountingTogether) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    WriteFiles(&random, seed == 6 ? 150 : 1 + random() % 12, 6, kSomePieces);
    const std::string expected = Expected();
    for (const size_t threads : {1, 3}) {
      EXPECT_TRUE(Merged(paths_, {}, size_t{64} << 20, threads) == expected) << threads;
      // Enough for two or three files at a time.
      EXPECT_TRUE(Merged(paths_, {}, threads * 600'000, threads) == expected) << threads;
    }
  }
}

TEST_F(MergeCountsTest, AllBinsTogetherAreTheSum) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const size_t characters = 1 + random() % 60;
    WriteFiles(&random, 1 + random() % 8, characters, seed % 2 == 0 ? kSomePieces : kSomeNgrams);
    const std::string expected = Expected();
    for (const uint64_t bins : {1, 2, 7, 100}) {
      SCOPED_TRACE(testing::Message() << bins << " bins");
      std::vector<std::string> paths = Bins(bins);
      std::shuffle(paths.begin(), paths.end(), random);
      EXPECT_TRUE(Merged(paths) == expected);
      EXPECT_TRUE(Merged(paths, {}, size_t{1} << 20, 1) == expected);
    }
    // A bin depends on nothing but the set of files.
    std::vector<std::string> shuffled = paths_;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    EXPECT_TRUE(Merged(shuffled, {2, 3}, 600'000, 1) == Merged(paths_, {2, 3}));
  }
}

TEST_F(MergeCountsTest, BinsAreAboutEqual) {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 50; ++trial) {
    std::map<char32_t, uint64_t> sections;
    uint64_t total = 0;
    uint64_t largest = 0;
    for (size_t i = random() % 300; i > 0; --i) {
      const uint64_t bytes = random() >> (random() % 50 + 10);
      const auto [at, is_new] = sections.emplace(static_cast<char32_t>(random() % 5000), bytes);
      if (!is_new) continue;
      total += bytes;
      largest = std::max(largest, bytes);
    }
    const uint64_t bins = 1 + random() % 40;
    uint64_t end = 0;
    for (uint64_t number = 1; number <= bins; ++number) {
      const CountsBin bin = BinOf(sections, {number, bins});
      EXPECT_EQ(bin.from, end);
      end = bin.end;
      uint64_t bytes = 0;
      for (const auto& [first, size] : sections) bytes += bin.Holds(first) ? size : 0;
      EXPECT_LE(bytes, total / bins + largest + 1) << trial;
    }
    EXPECT_EQ(end, uint64_t{kMaxScalar} + 1);
  }
}

TEST_F(MergeCountsTest, RareCountsAreLeftOut) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const bool ngrams = seed % 3 != 0;
    WriteFiles(&random, 1 + random() % 20, 1 + random() % 30, ngrams ? kSomeNgrams : kSomePieces);
    const uint64_t min_count = 2 + (random() >> (random() % 60 + 3));
    sum_.min_count = min_count;
    together_ = ngrams ? CutWindows(together_, min_count) : Frequent(together_, min_count);
    const std::string expected = Expected();
    const MergeOptions options{.min_count = min_count};
    EXPECT_TRUE(Merged(paths_, options) == expected);
    EXPECT_TRUE(Merged(paths_, options, size_t{5} << 20, 1) == expected);
    // It does not matter when they are left out.
    EXPECT_TRUE(Merged(Bins(3), options) == expected);
    EXPECT_TRUE(Merged(Bins(3, min_count)) == expected);
    EXPECT_TRUE(Merged(Bins(2, 2), options) == expected);
    const std::string cut = scratch_.Write("cut", Merged(paths_, {.min_count = 2}));
    EXPECT_TRUE(Merged({cut}, options) == expected);
    const std::string again = scratch_.Write("again", expected);
    EXPECT_TRUE(Merged({again}) == expected);
  }
}

TEST_F(MergeCountsTest, FilesThatDoNotBelongTogetherAreNotMerged) {
  const auto write = [&](const std::string& name, const std::set<std::string>& inputs,
                         const CountsDescription& description = kSomePieces) {
    return scratch_.Write(name, CountsBytes({{"a", 1}}, inputs, description));
  };
  const std::string a = write("a", {InputNamed("x"), InputNamed("y")});
  const std::string b = write("b", {InputNamed("y")});
  CountsDescription other = kSomePieces;
  other.about["--method"] = "ngram";
  const std::string c = write("c", {InputNamed("z")}, other);
  EXPECT_EQ(Message({a, b}), a + " and " + b +
                                 " both hold the counts of y: it would be counted twice; leave one "
                                 "of the two out");
  EXPECT_EQ(Message({a, b}, {1, 2}), Message({a, b}));
  EXPECT_EQ(Message({a, c}),
            a + " and " + c +
                " cannot be added up: --method is pair-cut in the one and ngram in "
                "the other");
}

TEST_F(MergeCountsTest, OnlyAllBinsOfOneMergeAreJoined) {
  std::mt19937_64 random(1);
  WriteFiles(&random, 3, 30, kSomeNgrams);
  const std::vector<std::string> bins = Bins(6);
  const auto without = [&](std::vector<size_t> left_out) {
    std::vector<std::string> paths;
    for (size_t i = 0; i < bins.size(); ++i) {
      if (std::ranges::find(left_out, i + 1) == left_out.end()) paths.push_back(bins[i]);
    }
    return Message(paths);
  };
  EXPECT_EQ(without({4}), "of the 6 bins of this merge, one is missing: 4");
  EXPECT_EQ(without({1, 3, 4, 5}), "of the 6 bins of this merge, some are missing: 1,3-5");
  std::vector<std::string> twice = bins;
  twice.push_back(bins[2]);
  EXPECT_EQ(Message(twice),
            bins[2] + " and " + bins[2] + " are both bin 3 of 6; leave one of the two out");
  EXPECT_EQ(Message({bins[0], paths_[0]}),
            bins[0] + " and " + paths_[0] + " cannot be added up: only one of the two is a bin");
  EXPECT_EQ(Message(bins, {1, 2}), bins[0] + ": is bin 1 of 6 already; merge all of these before");

  const std::string different =
      " are bins of different merges: of other files, or with other options";
  for (const std::string& other : {Merged(paths_, {2, 5}), Merged({paths_[0], paths_[1]}, {2, 6}),
                                   Merged(paths_, {2, 6, 5})}) {
    std::vector<std::string> mixed = bins;
    mixed[1] = scratch_.Write("other", other);
    EXPECT_EQ(Message(mixed), bins[0] + " and " + mixed[1] + different);
  }
  // The same inputs in other files may be divided in another way.
  const std::string all = scratch_.Write("all", Merged(paths_));
  std::vector<std::string> mixed = bins;
  mixed[1] = scratch_.Write("other", Merged({all}, {2, 6}));
  const std::string message = Message(mixed);
  if (CountsFile(mixed[1]).bin()->from == CountsFile(bins[1]).bin()->from &&
      CountsFile(mixed[1]).bin()->end == CountsFile(bins[1]).bin()->end) {
    EXPECT_EQ(message, "");
  } else {
    EXPECT_TRUE(message.ends_with(different)) << message;
  }
}

TEST_F(MergeCountsTest, CountsThatLackSomethingAreNotAddedUp) {
  std::mt19937_64 random(1);
  WriteFiles(&random, 2, 5, kSomeNgrams);
  const std::string cut = scratch_.Write("cut", Merged({paths_[0]}, {.min_count = 8}));
  EXPECT_EQ(Message({paths_[1], cut}),
            cut +
                ": was merged with --min-count 8: it lacks counts and cannot be added to others; "
                "merge what it was made of");
  EXPECT_EQ(Message({cut}, {.min_count = 7}),
            cut + ": was merged with --min-count 8, which --min-count 7 cannot undo");
}

TEST_F(MergeCountsTest, BinsAndWhatLacksCountsSayWhatTheyAre) {
  std::mt19937_64 random(1);
  WriteFiles(&random, 2, 30, kSomeNgrams);
  const CountsFile bin(scratch_.Write("bin", Merged(paths_, {2, 3})));
  EXPECT_THROW(bin.CheckWhole(), InputError);
  EXPECT_EQ(bin.totals(), sum_.totals);
  const CountsFile cut(scratch_.Write("cut", Merged(paths_, {.min_count = 3})));
  EXPECT_NO_THROW(cut.CheckWhole());
  EXPECT_NO_THROW(cut.CheckHolds(3, "--min-count"));
  EXPECT_THROW(cut.CheckHolds(2, "--min-count"), UsageError);
}

}  // namespace
}  // namespace ciku
