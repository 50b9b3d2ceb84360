#include "engine/lexicon/word_selection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "io/error.h"

namespace ciku {
namespace {

using testing::Test;

class WordSelectionTest : public Test {
 protected:
  WordSelectionTest() : symbols_(Alphabet::kHan), table_(symbols_, size_t{1} << 20) {
    Add("中国", 9,
        {.frequency = 12,
         .documents = 3,
         .cohesion = 1.5,
         .left_entropy = 2,
         .right_entropy = 0.5,
         .left_variety = 2,
         .right_variety = 3});
    Add("的", 8,
        {.frequency = 50,
         .documents = 3,
         .left_entropy = 3,
         .right_entropy = 4,
         .left_variety = 9,
         .right_variety = 8});
    Add("中", 8,
        {.frequency = 20,
         .documents = 5,
         .left_entropy = 1,
         .right_entropy = 1,
         .left_variety = 1,
         .right_variety = 7});
    Add("𠀀国", 7,
        {.frequency = 12,
         .documents = 1,
         .cohesion = -2,
         .left_entropy = 0,
         .right_entropy = 9,
         .left_variety = 1,
         .right_variety = 1});
    table_.Encode();
  }

  void Add(std::string_view word, uint64_t count, const WordStatistics& statistics) {
    table_.Add(word, count);
    statistics_.push_back(statistics);
  }

  std::string Select(const SelectionOptions& options) const {
    std::string list;
    for (const uint32_t word : SelectWords(table_, statistics_, options)) {
      if (!list.empty()) list += ' ';
      table_.AppendUtf8(word, &list);
    }
    return list;
  }

  const Symbols symbols_;
  WordTable table_;
  std::vector<WordStatistics> statistics_;
};

TEST_F(WordSelectionTest, Sorts) {
  const auto by = [&](std::string_view name) { return Select({.sort = std::string(name)}); };
  EXPECT_EQ(by("count"), "中国 的 中 𠀀国");
  EXPECT_EQ(by("word"), "中 中国 的 𠀀国");
  EXPECT_EQ(by("frequency"), "的 中 中国 𠀀国");
  EXPECT_EQ(by("documents"), "中 中国 的 𠀀国");
  EXPECT_EQ(by("cohesion"), "中国 𠀀国 的 中");
  EXPECT_EQ(by("left-entropy"), "的 中国 中 𠀀国");
  EXPECT_EQ(by("right-entropy"), "𠀀国 的 中 中国");
  EXPECT_EQ(by("entropy"), "的 中 中国 𠀀国");
  EXPECT_EQ(by("variety"), "的 中国 中 𠀀国");
  EXPECT_THROW(by("left_entropy"), UsageError);
  EXPECT_THROW(CheckSelection({.sort = "left_entropy"}), UsageError);
  EXPECT_THROW(CheckSelection({.least = {{"count", 1}}}), UsageError);
}

TEST_F(WordSelectionTest, Filters) {
  EXPECT_EQ(Select({.least = {{"entropy", 1}}}), "的 中");
  EXPECT_EQ(Select({.least = {{"entropy", 0.5}}}), "中国 的 中");
  EXPECT_EQ(Select({.least = {{"cohesion", 0}}}), "中国 的 中");
  EXPECT_EQ(Select({.least = {{"cohesion", 99}}}), "的 中");
  EXPECT_EQ(Select({.least = {{"documents", 3}}}), "中国 的 中");
  EXPECT_EQ(Select({.least = {{"entropy", 0.5}, {"documents", 4}}}), "中");
  EXPECT_EQ(Select({.least = {{"variety", 2}}}), "中国 的");
}

// Words without the statistic come last, and words whose value is no number after them.
TEST_F(WordSelectionTest, ValuesThatAreNoNumbers) {
  const double infinity = std::numeric_limits<double>::infinity();
  statistics_[0].cohesion = -infinity;
  EXPECT_EQ(Select({.sort = "cohesion"}), "𠀀国 的 中 中国");
  EXPECT_EQ(Select({.least = {{"cohesion", std::numeric_limits<double>::lowest()}}}), "的 中 𠀀国");
  for (const double value : {infinity, std::nan("")}) {
    statistics_[0].cohesion = value;
    EXPECT_EQ(Select({.sort = "cohesion"}), "𠀀国 的 中 中国");
    EXPECT_EQ(Select({.least = {{"cohesion", -9}}}), "的 中 𠀀国");
  }
}

TEST_F(WordSelectionTest, SaysWhatItNeeds) {
  EXPECT_FALSE(SelectionOptions().NeedsMeasuring());
  EXPECT_FALSE(SelectionOptions{.sort = "word"}.NeedsMeasuring());
  EXPECT_TRUE(SelectionOptions{.sort = "entropy"}.NeedsMeasuring());
  EXPECT_TRUE((SelectionOptions{.least = {{"entropy", -1}}}.NeedsMeasuring()));
  EXPECT_TRUE((SelectionOptions{.least = {{"cohesion", 0}}}.NeedsMeasuring()));
  EXPECT_TRUE((SelectionOptions{.least = {{"documents", 1}}}.NeedsMeasuring()));
  EXPECT_FALSE(SelectionOptions{.sort = "entropy"}.NeedsDivision());
  EXPECT_FALSE(SelectionOptions{.sort = "score"}.NeedsMeasuring());
  EXPECT_TRUE(SelectionOptions{.sort = "score"}.NeedsDivision());
  EXPECT_TRUE((SelectionOptions{.least = {{"stretches", 3}}}.NeedsDivision()));
}

TEST(WordTableTest, WhatDoesNotFitIsRefused) {
  const Symbols symbols(Alphabet::kBasic);
  WordTable table(symbols, 4000);
  const auto add = [&] {
    for (int i = 0; i < 1000; ++i) table.Add("词典", 1);
  };
  EXPECT_THROW(add(), UsageError);
  EXPECT_LE(table.bytes(), 4000U);
}

}  // namespace
}  // namespace ciku
