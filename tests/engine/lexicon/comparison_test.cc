#include "engine/lexicon/comparison.h"

#include <gtest/gtest.h>

#include "tests/scratch.h"

namespace ciku {
namespace {

TEST(ComparisonTest, WorkedByHand) {
  const Scratch scratch;
  const std::string a = scratch.Write("a", "甲\t9\n乙\t8\n丙\t7\n丁\t6\n");
  // In another order, with a word that comes twice; 3 + 4 = 7.
  const std::string b = scratch.Write("b", "戊 2\n乙 3\n甲 5\n丁 90\n乙 4\n");
  const Comparison comparison = Compare(a, b);
  EXPECT_EQ(comparison.a, 4U);
  EXPECT_EQ(comparison.b, 4U);
  EXPECT_EQ(comparison.both, 3U);
  // The words in both come in the opposite order: 甲 乙 丁 in a, 丁 乙 甲 in b.
  EXPECT_DOUBLE_EQ(comparison.correlation.value(), -1);
  ASSERT_EQ(comparison.words.size(), 5U);
  EXPECT_EQ(comparison.words[1].word, "乙");
  EXPECT_EQ(comparison.words[1].a->rank, 2U);
  EXPECT_EQ(comparison.words[1].b->rank, 2U);
  EXPECT_EQ(comparison.words[1].b->count, 7U);
  EXPECT_EQ(comparison.words[2].word, "丙");
  EXPECT_FALSE(comparison.words[2].b);
  EXPECT_EQ(comparison.words[4].word, "戊");
  EXPECT_FALSE(comparison.words[4].a);
  EXPECT_EQ(comparison.words[4].b->rank, 4U);
  const std::vector<ComparedWord> changed = ByChangeOfRank(comparison);
  ASSERT_EQ(changed.size(), 3U);
  EXPECT_EQ(changed[0].word, "丁");  // from 4 to 1
  EXPECT_EQ(changed[1].word, "甲");  // from 1 to 3
  EXPECT_EQ(changed[2].word, "乙");
}

TEST(ComparisonTest, WithoutCountsWordsRankAsTheyCome) {
  const Scratch scratch;
  const std::string a = scratch.Write("a", "丙\n甲\n乙\n");
  const Comparison same = Compare(a, a);
  EXPECT_EQ(same.both, 3U);
  EXPECT_DOUBLE_EQ(same.correlation.value(), 1);
  EXPECT_EQ(same.words[0].word, "丙");
  const Comparison none = Compare(a, scratch.Write("empty", ""));
  EXPECT_EQ(none.both, 0U);
  EXPECT_FALSE(none.correlation);
}

}  // namespace
}  // namespace ciku
