#include "engine/text/run_split_rule.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/folding_text.h"
#include "tests/naive_pair_cut.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

// Feeds a line to the rule in random portions, as a reader does, and puts its runs together again.
std::vector<std::u32string> RunsThroughSplits(const std::string& line, const Symbols& symbols,
                                              const Folding& folding, const SplitRule& rule,
                                              size_t common, RandomText* random) {
  std::vector<std::u32string> runs;
  std::string pending;
  size_t searched = 0;
  bool joined = false;
  uint64_t invalid = 0;
  const auto hand_on = [&](std::string_view text, bool joined_to_next, bool last) {
    std::string ended = NaiveFold(text, folding);
    // A carriage return at the very end is a line end only if the line ends there.
    if (!last) ended += '\xFF';
    std::vector<std::u32string> found = NaiveRuns(ended, symbols.alphabet(), &invalid);
    if (joined) {
      ASSERT_FALSE(found.empty());
      ASSERT_GE(found.front().size(), common);
      ASSERT_EQ(found.front().substr(0, common), runs.back().substr(runs.back().size() - common));
      runs.back() += found.front().substr(common);
      found.erase(found.begin());
    }
    runs.insert(runs.end(), found.begin(), found.end());
    joined = joined_to_next;
  };
  for (size_t at = 0; at < line.size();) {
    const size_t size = std::min<size_t>(1 + random->Below(50), line.size() - at);
    pending += line.substr(at, size);
    at += size;
    if (at == line.size()) break;
    const SplitPoint split = rule.Find(pending, searched);
    searched = split.searched;
    if (split.keep == 0 && split.end == 0) continue;
    hand_on(std::string_view(pending).substr(0, split.end), split.joined, false);
    pending.erase(0, split.keep);
  }
  hand_on(pending, false, true);
  return runs;
}

TEST(RunSplitRuleTest, NoRunIsLostOrDivided) {
  for (const Alphabet alphabet : {Alphabet::kBasic, Alphabet::kAny}) {
    const Symbols symbols(alphabet);
    for (uint64_t seed = 1; seed <= 200; ++seed) {
      SCOPED_TRACE(testing::Message() << "seed " << seed);
      RandomText random(seed);
      TextShape shape;
      shape.symbols = random.Below(600);
      shape.line_ends = 0;
      shape.separators = random.Chance(0.5) ? 0 : 0.02;
      shape.invalid = random.Chance(0.5) ? 0 : 0.02;
      const std::string line = random.Make(shape);
      uint64_t invalid = 0;
      const size_t common = 1 + random.Below(6);
      const RunSplitRule rule(
          symbols, {.common = common, .patience = random.Chance(0.5) ? 0 : random.Below(200)});
      EXPECT_EQ(RunsThroughSplits(line, symbols, {}, rule, common, &random),
                NaiveRuns(line, alphabet, &invalid));
    }
  }
}

TEST(RunSplitRuleTest, NoRunOfFoldedTextIsLostOrDivided) {
  const Folding folding = {.nfkc = true, .lower = true};
  size_t cuts = 0;
  for (const Alphabet alphabet : {Alphabet::kLetters, Alphabet::kAny}) {
    const Symbols symbols(alphabet, {}, folding);
    for (uint64_t seed = 1; seed <= 600; ++seed) {
      SCOPED_TRACE(testing::Message() << "seed " << seed);
      RandomText random(seed);
      const double invalid = random.Chance(0.5) ? 0 : 0.02;
      const std::string line = MakeFoldingText(random.Below(600), invalid, &random);
      const size_t common = 1 + random.Below(6);
      const RunSplitRule rule(
          symbols, {.common = common, .patience = random.Chance(0.5) ? 0 : random.Below(60)});
      uint64_t ignored = 0;
      EXPECT_EQ(RunsThroughSplits(line, symbols, folding, rule, common, &random),
                NaiveRuns(NaiveFold(line, folding), alphabet, &ignored));
      cuts += line.size() > 400 && rule.Find(line, 0).keep > 0 ? 1 : 0;
    }
  }
  EXPECT_GT(cuts, 600U);
}

TEST(RunSplitRuleTest, CutsAtJointsThatDoNotHold) {
  const Symbols symbols(Alphabet::kBasic);
  const SymbolId b = symbols.ids()[U'b'];
  const auto last_weak = [&](std::span<const SymbolId> run) -> std::optional<size_t> {
    for (size_t i = run.size(); i-- > 1;) {
      if (run[i - 1] == b) return i;
    }
    return std::nullopt;
  };
  const RunSplitRule rule(symbols, {.patience = 1000, .last_weak_joint = last_weak});
  const SplitPoint split = rule.Find("aababaaa", 0);
  EXPECT_EQ(split.end, 5U);  // after the second b
  EXPECT_EQ(split.keep, 5U);
  EXPECT_FALSE(split.joined);
}

TEST(RunSplitRuleTest, FoldedTextIsCutBetweenSegments) {
  const Symbols symbols(Alphabet::kLetters, {}, {.nfkc = true});
  const auto split = [&](std::string_view text, size_t common) {
    return RunSplitRule(symbols, {.common = common}).Find(text, 0);
  };
  // After a separator, even if it only results from folding, unless a mark may follow.
  EXPECT_EQ(split("中㈱国", 1).end, std::string_view("中㈱").size());
  EXPECT_EQ(split("中，", 1).end, 0U);
  // Within a run, if the symbols in common are whole segments.
  const SplitPoint joined = split("国中e\u0301\u1112\u1161\u11abx", 2);
  EXPECT_EQ(joined.end, std::string_view("国中e\u0301\u1112\u1161\u11ab").size());
  EXPECT_EQ(joined.keep, std::string_view("国中").size());
  EXPECT_TRUE(joined.joined);
  // Each segment becomes two symbols, so an odd number of symbols is never whole segments.
  EXPECT_EQ(split("㌔㌔㌔㌔", 3).keep, 0U);
  EXPECT_EQ(split("㌔㌔㌔㌔", 2).keep, std::string_view("㌔㌔").size());
}

TEST(RunSplitRuleTest, PatienceIsCountedFromTheLastWeakJoint) {
  const Symbols symbols(Alphabet::kAny, {}, {.nfkc = true});
  // The weak joint is between the two symbols of U+3314. There is no place to cut, but a piece ends
  // there.
  const SymbolId weak = symbols.ids()[U'キ'];
  const auto last_weak = [&](std::span<const SymbolId> run) -> std::optional<size_t> {
    for (size_t i = run.size(); i-- > 1;) {
      if (run[i - 1] == weak) return i;
    }
    return std::nullopt;
  };
  const RunSplitRule rule(symbols, {.patience = 5, .last_weak_joint = last_weak});
  EXPECT_EQ(rule.Find("aaaaaaaaaa㌔aaaa", 0).keep, 0U);  // the last symbol is not settled yet
  EXPECT_TRUE(rule.Find("aaaaaaaaaa㌔aaaaa", 0).joined);
}

TEST(RunSplitRuleTest, WaitsForItsPatienceToEnd) {
  const Symbols symbols(Alphabet::kBasic);
  const RunSplitRule rule(symbols, {.patience = 10});
  EXPECT_EQ(rule.Find("aaaaaaaaa", 0).end, 0U);
  const SplitPoint split = rule.Find("aaaaaaaaaa", 9);
  EXPECT_EQ(split.end, 10U);
  EXPECT_EQ(split.keep, 9U);
  EXPECT_TRUE(split.joined);
}

TEST(RunSplitRuleTest, BytesThatMeanLittleAloneDoNotWaitForever) {
  const Symbols symbols(Alphabet::kAny);
  const RunSplitRule rule(symbols, {.patience = 10});
  // Continuation bytes without a character to continue: separators.
  const SplitPoint invalid = rule.Find(std::string(20, '\x80'), 0);
  EXPECT_EQ(invalid.end, 20U);
  EXPECT_EQ(invalid.keep, 20U);
  EXPECT_FALSE(invalid.joined);
  // Carriage returns are symbols, but the last one may belong to a line end.
  const SplitPoint returns = rule.Find(std::string(20, '\r'), 0);
  EXPECT_EQ(returns.end, 19U);
  EXPECT_EQ(returns.keep, 18U);
  EXPECT_TRUE(returns.joined);
}

}  // namespace
}  // namespace ciku
