#include "engine/text/unit_split_rule.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/text/alphabet.h"
#include "engine/text/normalizer.h"
#include "tests/folding_text.h"
#include "tests/unit_text.h"

namespace ciku {
namespace {

constexpr size_t kLongest = 16;

std::vector<std::string> Texts(const std::vector<Part>& parts) {
  std::vector<std::string> texts;
  for (const Part& part : parts)
    texts.push_back((part.is_unit ? "u " : "r ") + std::string(part.text));
  return texts;
}

// The parts of a line after folding.
std::vector<std::string> FoldedParts(const UnitRules& rules, std::string_view line,
                                     const Normalizer& normalizer) {
  std::string buffer;
  const std::string_view folded = normalizer.Apply(line, &buffer);
  const std::vector<bool> begins = SegmentBegins(normalizer, line);
  return Texts(PartsOf(rules, folded, kLongest, &begins));
}

// Feeds a line to the rule in random portions, as a reader does. Returns the parts of the pieces.
std::vector<std::string> PartsThroughSplits(const UnitRules& rules, const UnitSplitRule& rule,
                                            const std::string& line, const Normalizer& normalizer,
                                            RandomText* random, size_t* splits) {
  std::vector<std::string> parts;
  const auto hand_on = [&](std::string_view text) {
    for (std::string& part : FoldedParts(rules, text, normalizer)) parts.push_back(std::move(part));
  };
  std::string pending;
  size_t searched = 0;
  for (size_t at = 0; at < line.size();) {
    const size_t size = std::min<size_t>(1 + random->Below(60), line.size() - at);
    pending += line.substr(at, size);
    at += size;
    if (at == line.size()) break;
    const SplitPoint split = rule.Find(pending, searched);
    searched = split.searched;
    if (split.keep == 0) continue;
    EXPECT_EQ(split.keep, split.end);
    EXPECT_FALSE(split.joined);
    hand_on(std::string_view(pending).substr(0, split.end));
    pending.erase(0, split.keep);
    ++*splits;
  }
  hand_on(pending);
  return parts;
}

TEST(UnitSplitRuleTest, TheSamePartsWhateverIsSplit) {
  const Normalizer unchanged(Folding{});
  size_t splits = 0;
  for (const auto& [name, alphabet] : kAlphabets) {
    const UnitRules rules(alphabet);
    const UnitSplitRule rule(rules, nullptr, kLongest);
    for (uint64_t seed = 1; seed <= 300; ++seed) {
      SCOPED_TRACE(testing::Message() << name << " seed " << seed);
      RandomText random(seed);
      const std::string line =
          MakeUnitText(random.Below(300), random.Chance(0.5) ? 0 : 0.02, &random);
      EXPECT_EQ(PartsThroughSplits(rules, rule, line, unchanged, &random, &splits),
                Texts(PartsOf(rules, line, kLongest)));
    }
  }
  EXPECT_GT(splits, 3000U);
}

TEST(UnitSplitRuleTest, FoldedTextIsSplitBetweenSegments) {
  const Normalizer normalizer({.nfkc = true, .lower = true});
  size_t splits = 0;
  for (const auto& [name, alphabet] : kAlphabets) {
    const UnitRules rules(alphabet);
    const UnitSplitRule rule(rules, &normalizer, kLongest);
    for (uint64_t seed = 1; seed <= 300; ++seed) {
      SCOPED_TRACE(testing::Message() << name << " seed " << seed);
      RandomText random(seed);
      const size_t size = random.Below(300);
      const std::string line = random.Chance(0.5) ? MakeUnitText(size, 0.01, &random)
                                                  : MakeFoldingText(size, 0.01, &random);
      EXPECT_EQ(PartsThroughSplits(rules, rule, line, normalizer, &random, &splits),
                FoldedParts(rules, line, normalizer));
    }
  }
  EXPECT_GT(splits, 3000U);
}

}  // namespace
}  // namespace ciku
