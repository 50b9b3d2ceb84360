#include "engine/text/run_seam.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/naive_pair_cut.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

// Feeds a line to the rule in random portions, as a reader does, and puts its runs together again.
std::vector<std::u32string> RunsThroughSeams(const std::string& line, Alphabet alphabet,
                                             const SeamRule& rule, size_t common,
                                             RandomText* random) {
  std::vector<std::u32string> runs;
  std::string pending;
  size_t searched = 0;
  bool joined = false;
  uint64_t invalid = 0;
  const auto hand_on = [&](std::string_view text, bool joined_to_next) {
    std::string ended(text);
    // A carriage return at the very end is a line end only where the line does end there.
    if (!ended.empty() && ended.back() == '\r' && joined_to_next) ADD_FAILURE() << "cut after CR";
    std::vector<std::u32string> found = NaiveRuns(ended, alphabet, &invalid);
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
    const Seam seam = rule.Find(pending, searched);
    searched = seam.searched;
    if (seam.keep == 0 && seam.end == 0) continue;
    hand_on(std::string_view(pending).substr(0, seam.end), seam.joined);
    pending.erase(0, seam.keep);
  }
  hand_on(pending, false);
  return runs;
}

TEST(RunSeamTest, NoRunIsLostOrDivided) {
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
      const RunSeam rule(
          symbols, {.common = common, .patience = random.Chance(0.5) ? 0 : random.Below(200)});
      EXPECT_EQ(RunsThroughSeams(line, alphabet, rule, common, &random),
                NaiveRuns(line, alphabet, &invalid));
    }
  }
}

TEST(RunSeamTest, CutsAtJointsThatDoNotHold) {
  const Symbols symbols(Alphabet::kBasic);
  const SymbolId b = symbols.ids()[U'b'];
  const auto last_weak = [&](std::span<const SymbolId> run) -> std::optional<size_t> {
    for (size_t i = run.size(); i-- > 1;) {
      if (run[i - 1] == b) return i;
    }
    return std::nullopt;
  };
  const RunSeam rule(symbols, {.patience = 1000, .last_weak_joint = last_weak});
  const Seam seam = rule.Find("aababaaa", 0);
  EXPECT_EQ(seam.end, 5U);  // after the second b
  EXPECT_EQ(seam.keep, 5U);
  EXPECT_FALSE(seam.joined);
}

TEST(RunSeamTest, WaitsForItsPatienceToEnd) {
  const Symbols symbols(Alphabet::kBasic);
  const RunSeam rule(symbols, {.patience = 10});
  EXPECT_EQ(rule.Find("aaaaaaaaa", 0).end, 0U);
  const Seam seam = rule.Find("aaaaaaaaaa", 9);
  EXPECT_EQ(seam.end, 10U);
  EXPECT_EQ(seam.keep, 9U);
  EXPECT_TRUE(seam.joined);
}

TEST(RunSeamTest, BytesThatMeanLittleAloneDoNotWaitForever) {
  const Symbols symbols(Alphabet::kAny);
  const RunSeam rule(symbols, {.patience = 10});
  // Continuation bytes without a character to continue: separators.
  const Seam invalid = rule.Find(std::string(20, '\x80'), 0);
  EXPECT_EQ(invalid.end, 20U);
  EXPECT_EQ(invalid.keep, 20U);
  EXPECT_FALSE(invalid.joined);
  // Carriage returns, of which but the last may belong to a line end: symbols.
  const Seam returns = rule.Find(std::string(20, '\r'), 0);
  EXPECT_EQ(returns.end, 19U);
  EXPECT_EQ(returns.keep, 18U);
  EXPECT_TRUE(returns.joined);
}

}  // namespace
}  // namespace ciku
