#include "engine/discover/pair_cut.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "bench/generator.h"
#include "tests/folding_text.h"
#include "tests/mining.h"
#include "tests/naive_pair_cut.h"
#include "tests/random_text.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

Mined Mine(const std::vector<std::string>& inputs, Alphabet alphabet, const PairCutOptions& options,
           const MemoryPlan& plan, const Storage& storage = Storage(TestSpills())) {
  return MineWith(options, inputs, alphabet, plan, storage);
}

TEST(PairCutTest, WorkedByHand) {
  const Scratch scratch;
  // n(中)=3 n(国)=3 n(人)=2 n(中国)=3 n(国人)=1 N=5 (中国, 中国人 twice 人: one pair 国人, ...).
  const std::string path = scratch.Write("text.txt", "中国，中国人\n中国。人\n");
  // PMI(中国) = ln(4 * 3 / (3 * 3)) = 0.288; PMI(国人) = ln(4 * 1 / (3 * 2)) = -0.405.
  const Mined mined = Mine({path}, Alphabet::kBasic, {.min_count = 1, .min_pmi = 0},
                           SmallPlan(1, 1 << 20, 1 << 16, 64));
  EXPECT_EQ(mined.strong, 1U);
  EXPECT_EQ(mined.words, (Words{{"中国", 3}, {"人", 2}}));
}

TEST(PairCutTest, StrongIsAtLeastTheThreshold) {
  // N n(ab) / (n(a) n(b)) = 8 * 2 / (4 * 4) = 1, whose logarithm is 0 exactly.
  EXPECT_TRUE(IsStrong(2, 4, 4, 8, {.min_count = 2, .min_pmi = 0}));
  EXPECT_FALSE(IsStrong(2, 4, 4, 8, {.min_count = 3, .min_pmi = 0}));
  EXPECT_FALSE(IsStrong(2, 4, 4, 8, {.min_count = 2, .min_pmi = 1e-9}));
  // Smoothing of 4: 8 * 6 / (8 * 8) < 1.
  EXPECT_FALSE(IsStrong(2, 4, 4, 8, {.min_count = 2, .min_pmi = 0, .smoothing = 4}));
}

TEST(PairCutTest, RandomCorporaAgreeWithTheOracle) {
  constexpr std::array kAlphabets = {Alphabet::kBasic, Alphabet::kHan, Alphabet::kLetters,
                                     Alphabet::kAny};
  for (uint64_t seed = 1; seed <= 48; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const Scratch scratch;
    std::vector<std::string> texts;
    std::vector<std::string> paths;
    for (uint64_t i = 0; i <= random.Below(3); ++i) {
      TextShape shape;
      shape.symbols = random.Below(4000);
      shape.distinct = static_cast<char32_t>(2 + random.Below(400));
      shape.line_ends = random.Chance(0.3) ? 0 : 0.02;  // endless lines
      shape.separators = random.Chance(0.2) ? 0 : 0.05;
      if (random.Chance(0.2)) shape.invalid = shape.others = 0;  // endless runs
      texts.push_back(random.Make(shape));
      paths.push_back(scratch.Write(std::to_string(i) + ".txt", texts.back()));
    }
    PairCutOptions options;
    options.min_count = 1 + random.Below(4);
    options.min_pmi = static_cast<double>(random.Below(5)) / 2 - 0.5;
    options.smoothing = random.Chance(0.3) ? 0.5 : 0;
    const Alphabet alphabet = kAlphabets[seed % kAlphabets.size()];
    const NaiveResult naive = NaivePairCut(texts, alphabet, options);
    // Counters without memory spill as often as they can.
    const MemoryPlan plan =
        SmallPlan(1 + random.Below(4), random.Chance(0.5) ? 0 : size_t{8} << 20,
                  size_t{1} << (5 + random.Below(10)), SymbolId{1} << (1 + random.Below(9)));
    ExpectSame(Mine(paths, alphabet, options, plan), naive);
  }
}

TEST(PairCutTest, FoldedCorporaAgreeWithTheOracle) {
  for (uint64_t seed = 1; seed <= 48; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const Scratch scratch;
    const Folding folding = {.nfkc = seed % 4 != 0, .lower = seed % 3 == 0 || seed % 4 == 0};
    std::string text;
    for (uint64_t lines = 1 + random.Below(5); lines > 0; --lines) {
      text += MakeFoldingText(random.Below(2000), random.Chance(0.5) ? 0 : 0.02, &random);
      text += random.Chance(0.5) ? "\n" : "\r\n";
    }
    const std::string path = scratch.Write("a.txt", text);
    const Alphabet alphabet = seed % 2 == 0 ? Alphabet::kAny : Alphabet::kLetters;
    const PairCutOptions options = {.min_count = 1 + random.Below(4),
                                    .min_pmi = static_cast<double>(random.Below(5)) / 2 - 0.5};
    // A line crosses many blocks.
    const MemoryPlan plan =
        SmallPlan(1 + random.Below(4), size_t{8} << 20, size_t{1} << (5 + random.Below(6)), 64);
    ExpectSame(MineWith(options, {path}, alphabet, plan, Storage(TestSpills()), folding),
               NaivePairCut({NaiveFold(text, folding)}, alphabet, options));
  }
}

TEST(PairCutTest, EverythingSpillsManyTimes) {
  const Scratch scratch;
  constexpr uint64_t kSeed = 7;
  RandomText random(kSeed);
  TextShape shape;
  shape.symbols = 300'000;
  shape.distinct = 3000;
  const std::string text = random.Make(shape);
  const std::string path = scratch.Write("text.txt", text);
  const PairCutOptions options{.min_count = 2, .min_pmi = 1};
  const NaiveResult naive = NaivePairCut({text}, Alphabet::kLetters, options);
  for (const size_t threads : {1, 2, 4}) {
    SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", threads " << threads);
    const Mined mined = Mine({path}, Alphabet::kLetters, options,
                             SmallPlan(threads, size_t{256} << 10, size_t{16} << 10, 16));
    ExpectSame(mined, naive);
    EXPECT_GT(mined.spilled_bytes, 300'000U);
  }
}

// A run that repeats one strong pair is one piece as long as the text.
TEST(PairCutTest, OverlongPiecesAreCountedButAreNoWords) {
  const Scratch scratch;
  std::string pair_by_pair;
  for (size_t i = 0; i < kMaxWordLength / 2; ++i) pair_by_pair += "ab";
  const std::string longest = pair_by_pair;  // kMaxWordLength symbols: still a word
  const std::string overlong = pair_by_pair + "ab";
  const std::string path = scratch.Write("text.txt", longest + "\n" + overlong + "，cd，cd");
  for (const size_t block : {size_t{64} << 10, size_t{1} << 20, size_t{16} << 20}) {
    SCOPED_TRACE(testing::Message() << "block " << block);
    const Mined mined = Mine({path}, Alphabet::kBasic, {.min_count = 1, .min_pmi = 0},
                             SmallPlan(2, size_t{32} << 20, block, 1024));
    EXPECT_EQ(mined.pieces, 4U);
    EXPECT_EQ(mined.overlong, 1U);
    EXPECT_EQ(mined.words, (Words{{"cd", 2}, {longest, 1}}));
  }
}

TEST(PairCutTest, StrongPairsBeyondTheBudgetAreRefused) {
  const Scratch scratch;
  RandomText random(3);
  const std::string path = scratch.Write("text.txt", random.Make({.symbols = 20'000}));
  MemoryPlan plan = SmallPlan(1, 1 << 20, 1 << 16, 64);
  plan.strong = 400;
  EXPECT_THROW(Mine({path}, Alphabet::kBasic, {.min_count = 1, .min_pmi = -100}, plan), UsageError);
}

// Every planted word that the method can find is found: those that stand between weak joints
// min_count times and have no weak joint inside. The generator's header says which words the others
// are.
TEST(PairCutTest, FindsThePlantedWords) {
  const Scratch scratch;
  bench::GeneratorOptions generated;
  generated.words = 5000;
  std::string text;
  bench::Generator(generated).Append(8'000'000, &text);
  generated.separator = " ";
  std::string segmented;
  bench::Generator separate(generated);
  for (auto records = std::count(text.begin(), text.end(), '\n'); records > 0; --records) {
    separate.Append(1, &segmented);
  }
  const std::string path = scratch.Write("text.txt", text);
  const PairCutOptions options{.min_count = 10, .min_pmi = 1};
  const Mined mined = Mine({path}, Alphabet::kBasic, options,
                           SmallPlan(2, size_t{64} << 20, size_t{1} << 20, 1024));
  const std::map<std::string, uint64_t> found(mined.words.begin(), mined.words.end());

  std::map<std::pair<char32_t, char32_t>, uint64_t> ab;
  std::map<char32_t, uint64_t> a;
  uint64_t invalid = 0;
  uint64_t pairs = 0;
  for (const std::u32string& run : NaiveRuns(text, Alphabet::kBasic, &invalid)) {
    for (size_t i = 0; i < run.size(); ++i) ++a[run[i]];
    for (size_t i = 1; i < run.size(); ++i) ++ab[{run[i - 1], run[i]}];
    pairs += run.size() - 1;
  }
  const auto strong = [&](char32_t x, char32_t y) {
    const auto pair = ab.find({x, y});
    return pair != ab.end() && IsStrong(pair->second, a[x], a[y], pairs, options);
  };
  size_t findable = 0;
  for (const auto& [word, count] : bench::CountLone(segmented, strong)) {
    if (count < options.min_count) continue;
    ++findable;
    EXPECT_TRUE(found.contains(word) && found.at(word) >= count) << word << " " << count;
  }
  // The guarantee is about nearly all of the frequent words, not about a handful.
  size_t frequent = 0;
  for (const bench::PlantedWord& planted : separate.Planted()) {
    frequent += planted.count >= 2 * options.min_count ? 1 : 0;
  }
  EXPECT_GT(findable, frequent * 9 / 10);
}

}  // namespace
}  // namespace ciku
