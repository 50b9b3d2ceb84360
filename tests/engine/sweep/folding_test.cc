#include "engine/sweep/folding.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/text/run_split_rule.h"
#include "io/error.h"
#include "tests/folding_text.h"
#include "tests/naive_pair_cut.h"

namespace ciku {
namespace {

constexpr size_t kEnough = size_t{1} << 20;

// Returns the runs of a text that is folded in portions, put together again.
std::vector<std::u32string> RunsOfPortions(std::string_view bytes, const Symbols& symbols,
                                           size_t common) {
  std::vector<std::u32string> runs;
  uint64_t invalid = 0;
  bool joined = false;
  uint64_t offset = 0;
  const std::string path = "path";
  const Text text{bytes, {&path, Origin::Kind::kFile, 0, 7}};
  const RunSplitRule rule(symbols, {.common = common});
  Fold(text, *symbols.normalizer(), rule, kEnough, [&](const Text& portion) {
    EXPECT_EQ(portion.joined_to_previous, joined);
    EXPECT_LE(portion.original.size(), kFoldedAtOnce);
    EXPECT_EQ(portion.original, bytes.substr(portion.origin.offset - 7, portion.original.size()));
    EXPECT_LE(portion.origin.offset - 7, offset);
    offset = portion.origin.offset - 7 + portion.original.size();
    // In these texts only a line end ends a line.
    std::string folded(portion.bytes);
    if (portion.line_goes_on) folded += '\xFF';
    std::vector<std::u32string> found = NaiveRuns(folded, symbols.alphabet(), &invalid);
    if (joined) {
      ASSERT_EQ(found.front().substr(0, common), runs.back().substr(runs.back().size() - common));
      runs.back() += found.front().substr(common);
      found.erase(found.begin());
    }
    runs.insert(runs.end(), found.begin(), found.end());
    joined = portion.joined_to_next;
  });
  EXPECT_EQ(offset, bytes.size());
  EXPECT_FALSE(joined);
  return runs;
}

TEST(FoldingTest, PortionsMakeNoDifference) {
  const Folding folding = {.nfkc = true, .lower = true};
  for (const Alphabet alphabet : {Alphabet::kLetters, Alphabet::kAny}) {
    const Symbols symbols(alphabet, {}, folding);
    for (uint64_t seed = 1; seed <= 8; ++seed) {
      SCOPED_TRACE(testing::Message() << "seed " << seed);
      RandomText random(seed);
      std::string text;
      for (size_t lines = 1 + random.Below(30); lines > 0; --lines) {
        const size_t size = random.Below(random.Chance(0.2) ? 100'000 : 1000);
        // "中国" ensures that there is a place to cut at.
        for (size_t i = 0; i < size; i += 100)
          text += MakeFoldingText(100, 0.001, &random) + "中国";
        text += random.Chance(0.5) ? "\n" : "\r\n";
      }
      uint64_t invalid = 0;
      EXPECT_EQ(RunsOfPortions(text, symbols, 1 + 2 * random.Below(3) % 2),
                NaiveRuns(NaiveFold(text, folding), alphabet, &invalid));
    }
  }
}

TEST(FoldingTest, WhatCannotBeDividedHasABound) {
  const Symbols symbols(Alphabet::kAny, {}, {.nfkc = true});
  const RunSplitRule rule(symbols, {});
  std::string text = "x\ne";
  while (text.size() < 3 * kFoldedAtOnce) text += "\u0301";
  const std::string path = "path";
  const auto fold = [&](size_t most) {
    size_t size = 0;
    Fold({text, {&path}}, *symbols.normalizer(), rule, most,
         [&](const Text& portion) { size += portion.bytes.size(); });
    return size;
  };
  EXPECT_EQ(fold(kEnough), text.size() - 1);
  try {
    fold(2 * kFoldedAtOnce - 1);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()).find("path: offset 2: this line cannot be split"), 0U)
        << error.what();
  }
}

}  // namespace
}  // namespace ciku
