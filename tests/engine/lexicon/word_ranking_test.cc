#include "engine/lexicon/word_ranking.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/scratch.h"

namespace ciku {
namespace {

TEST(WordRankingTest, CountDescendingThenCodePointsAscending) {
  for (const size_t memory : {size_t{0}, size_t{64} << 20}) {
    std::mt19937_64 random(4);
    WordRanking ranking({memory, 8, TestSpills()});
    std::vector<std::pair<std::string, uint64_t>> expected;
    for (int i = 0; i < 3000; ++i) {
      const uint64_t count = (uint64_t{1} << (random() % 64)) - random() % 2;
      expected.emplace_back("词" + std::to_string(i) + std::string(random() % 40, 'x'), count);
      ranking.Add(expected.back().first, count);
    }
    EXPECT_EQ(ranking.size(), expected.size());
    std::sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    std::vector<std::pair<std::string, uint64_t>> ranked;
    ranking.ForEach(
        [&](std::string_view word, uint64_t count) { ranked.emplace_back(word, count); });
    EXPECT_EQ(ranked, expected);
  }
}

TEST(WordRankingTest, TheFirstWordsAlone) {
  for (const uint64_t most : {uint64_t{0}, uint64_t{2}, uint64_t{9}}) {
    WordRanking ranking({size_t{1} << 20, 1, TestSpills()});
    for (const char* word : {"丙", "甲", "乙"}) ranking.Add(word, word[2] % 3 == 0 ? 5 : 2);
    std::string words;
    uint64_t count = 0;
    ranking.ForEach(most, [&](std::string_view word, uint64_t) {
      words += word;
      ++count;
    });
    EXPECT_EQ(count, std::min<uint64_t>(most, 3)) << words;
  }
}

}  // namespace
}  // namespace ciku
