#include "engine/discover/ngram_cut.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "engine/count/ngram_key.h"
#include "io/error.h"
#include "tests/mining.h"
#include "tests/naive_ngram_cut.h"
#include "tests/random_text.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

Mined Mine(const std::vector<std::string>& inputs, Alphabet alphabet, const NgramOptions& options,
           const MemoryPlan& plan) {
  return MineWith(options, inputs, alphabet, plan, Storage(TestSpills()));
}

TEST(NgramCutTest, KeepsAWordWithAWeakPairInside) {
  const Scratch scratch;
  // In 共和国 the pair 和国 is no stronger than chance, but the three belong together.
  std::string text;
  for (int i = 0; i < 40; ++i) text += "共和国\n";
  for (int i = 0; i < 40; ++i) text += "和一和二和三国四国五国\n";
  const std::string path = scratch.Write("text.txt", text);
  NgramOptions options{.order = 3, .min_count = 5, .thresholds = {0, 1.5, 1}};
  const Mined mined = Mine({path}, Alphabet::kBasic, options, SmallPlan(1, 1 << 20, 1 << 16, 64));
  EXPECT_EQ(mined.words, NaiveNgramCut({text}, Alphabet::kBasic, options).words);
  EXPECT_TRUE(std::count(mined.words.begin(), mined.words.end(),
                         std::pair<std::string, uint64_t>("共和国", 40)));
}

TEST(NgramCutTest, RandomCorporaAgreeWithTheOracle) {
  constexpr std::array kAlphabets = {Alphabet::kBasic, Alphabet::kHan, Alphabet::kLetters,
                                     Alphabet::kAny};
  for (uint64_t seed = 1; seed <= 64; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const Scratch scratch;
    std::vector<std::string> texts;
    std::vector<std::string> paths;
    for (uint64_t i = 0; i <= random.Below(3); ++i) {
      TextShape shape;
      shape.symbols = random.Below(3000);
      shape.distinct = static_cast<char32_t>(2 + random.Below(100));
      shape.line_ends = random.Chance(0.3) ? 0 : 0.02;  // endless lines
      shape.separators = random.Chance(0.2) ? 0 : 0.05;
      if (random.Chance(0.2)) shape.invalid = shape.others = 0;  // endless runs
      texts.push_back(random.Make(shape));
      paths.push_back(scratch.Write(std::to_string(i) + ".txt", texts.back()));
    }
    NgramOptions options;
    options.order = 2 + random.Below(kMaxOrder - 1);
    options.min_count = 1 + random.Below(4);
    options.thresholds.clear();
    for (size_t i = 0; i < options.order; ++i) {
      options.thresholds.push_back(static_cast<double>(random.Below(12)) / 2 - 0.5);
    }
    const Alphabet alphabet = kAlphabets[seed / 7 % kAlphabets.size()];
    const NaiveResult naive = NaiveNgramCut(texts, alphabet, options);
    const MemoryPlan plan =
        SmallPlan(1 + random.Below(4), random.Chance(0.5) ? 0 : size_t{8} << 20,
                  size_t{1} << (5 + random.Below(10)), SymbolId{1} << (1 + random.Below(9)));
    ExpectSame(Mine(paths, alphabet, options, plan), naive);
  }
}

TEST(NgramCutTest, EverythingSpillsManyTimes) {
  const Scratch scratch;
  constexpr uint64_t kSeed = 7;
  RandomText random(kSeed);
  TextShape shape;
  shape.symbols = 300'000;
  shape.distinct = 1000;
  const std::string text = random.Make(shape);
  const std::string path = scratch.Write("text.txt", text);
  const NgramOptions options{.order = 3, .min_count = 2, .thresholds = {0, 1, 2}};
  const NaiveResult naive = NaiveNgramCut({text}, Alphabet::kLetters, options);
  for (const size_t threads : {1, 2, 4}) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", threads " << threads);
    const Mined mined = Mine({path}, Alphabet::kLetters, options,
                             SmallPlan(threads, size_t{256} << 10, size_t{16} << 10, 16));
    ExpectSame(mined, naive);
    EXPECT_GT(mined.spilled_bytes, 300'000U);
  }
}

// A run that repeats one solid n-gram is one piece as long as the text. Its end must be found even
// though the n-grams there cross the edges of blocks.
TEST(NgramCutTest, OverlongPiecesAreCountedButAreNoWords) {
  const Scratch scratch;
  std::string triple_by_triple;
  for (size_t i = 0; i < kMaxWordLength / 3 + 1; ++i) triple_by_triple += "abc";
  const std::string longest = triple_by_triple.substr(0, kMaxWordLength);
  std::string overlong = triple_by_triple + triple_by_triple + "abc";
  overlong += overlong;
  overlong += overlong;
  const std::string text = longest + "\n" + overlong + "xyz，de，de，xyz";
  const std::string path = scratch.Write("text.txt", text);
  const NgramOptions options{.order = 3, .min_count = 1, .thresholds = {0, 0, 0}};
  const NaiveResult naive = NaiveNgramCut({text}, Alphabet::kBasic, options);
  for (const size_t block : {size_t{4} << 10, size_t{64} << 10, size_t{1} << 20}) {
    SCOPED_TRACE(testing::Message() << "block " << block);
    const Mined mined =
        Mine({path}, Alphabet::kBasic, options, SmallPlan(2, size_t{32} << 20, block, 1024));
    EXPECT_EQ(mined.strong, naive.strong);
    EXPECT_EQ(mined.pieces, naive.pieces);
    EXPECT_EQ(mined.overlong, 1U);
    EXPECT_EQ(mined.words.size(), naive.words.size() - 1);
  }
}

TEST(NgramCutTest, ThresholdsHaveToFitTheOrder) {
  const Symbols symbols(Alphabet::kBasic);
  const MemoryPlan plan;
  const NgramOptions options{.order = 3, .thresholds = {0, 2}};
  EXPECT_THROW(MakeMethodOf(options, symbols, plan), UsageError);
}

TEST(NgramCutTest, WhatDoesNotFitTheBudgetIsRefused) {
  const Scratch scratch;
  RandomText random(3);
  const std::string path = scratch.Write("text.txt", random.Make({.symbols = 20'000}));
  MemoryPlan plan = SmallPlan(1, 1 << 20, 1 << 16, 64);
  plan.strong = 4000;
  const NgramOptions options{.order = 3, .min_count = 1, .thresholds = {0, -9, -9}};
  EXPECT_THROW(Mine({path}, Alphabet::kBasic, options, plan), UsageError);
}

}  // namespace
}  // namespace ciku
