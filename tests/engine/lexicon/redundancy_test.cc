#include "engine/lexicon/redundancy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/lexicon/lexicon.h"
#include "engine/lexicon/tokenizer.h"
#include "io/error.h"
#include "io/files/spill_folder.h"
#include "io/utf8.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

using Words = std::map<std::string, uint64_t>;

// Applies the definition, with a new tokenizer for each word.
Words NaiveRest(Words words) {
  std::vector<std::string> order;
  for (const auto& [word, count] : words) {
    if (CountSymbols(word) > 1) order.push_back(word);
  }
  std::stable_sort(order.begin(), order.end(), [](const std::string& a, const std::string& b) {
    return CountSymbols(a) > CountSymbols(b);
  });
  for (const std::string& word : order) {
    const uint64_t count = words[word];
    uint64_t total = 0;
    for (const auto& [other, its_count] : words) total += its_count;
    const double log_total = std::log(static_cast<double>(total));
    const auto log_of = [&](uint64_t n) {
      return (n == 0 ? -100 : std::log(static_cast<double>(n))) - log_total;
    };
    words.erase(word);
    // A symbol that is in no text keeps the total as it was.
    Lexicon dictionary;
    for (const auto& [other, its_count] : words) dictionary.Add(other, its_count);
    dictionary.Add("\U0010FFFF", count);
    const Tokenizer tokenizer(dictionary);
    double d = log_of(count);
    Tokenizer::Scratch scratch;
    std::vector<Token> tokens;
    tokenizer.TokenizeWithoutPhrases(word, &scratch, &tokens);
    std::vector<std::string_view> parts;
    for (const Token& token : tokens) parts.push_back(token.In(word));
    for (const std::string_view part : parts) {
      const auto found = words.find(std::string(part));
      d -= log_of(found == words.end() ? 0 : found->second);
    }
    if (d < static_cast<double>(CountSymbols(word)) - 1) {
      for (const std::string_view part : parts) words[std::string(part)] += count;
    } else {
      words[word] = count;
    }
  }
  return words;
}

Words Rest(const Words& words, size_t memory = size_t{1} << 30) {
  SpillFolder spills;
  RedundancyFilter filter(memory, {size_t{1} << 14, 3, &spills});
  for (const auto& [word, count] : words) filter.Add(word, count);
  filter.Run();
  Words rest;
  std::mutex mutex;
  filter.ForEach([&](std::string_view word, uint64_t count) {
    const std::lock_guard lock(mutex);
    EXPECT_TRUE(rest.emplace(word, count).second) << word;
  });
  return rest;
}

// A word over a few symbols, among them letters, digits and separators.
std::string SomeWord(size_t longest, RandomText* random) {
  static constexpr const char* kSomeSymbols[] = {"甲", "乙", "丙", "丁", "a", "1", ".", "，", "é"};
  std::string word;
  for (size_t i = 0; i <= random->Below(longest); ++i) word += kSomeSymbols[random->Below(9)];
  return word;
}

TEST(RedundancyTest, RandomWordsAgreeWithTheDefinition) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    Words words;
    const uint64_t most = random.Chance(0.3) ? 4 : 10'000;
    for (size_t i = 0; i < random.Below(80); ++i) {
      words[SomeWord(random.Chance(0.1) ? 12 : 4, &random)] = 1 + random.Below(most);
    }
    ASSERT_EQ(Rest(words), NaiveRest(words));
  }
}

TEST(RedundancyTest, PartsThatAreNoWordsBecomeWordsOfLongOnes) {
  // The -100 of an unknown part is little compared with the length of these words.
  for (const size_t length : {90, 120, 250}) {
    std::string chinese;
    for (size_t i = 0; i < length; ++i) chinese += "词";
    const Words words = {{chinese, 7}, {std::string(length, 'a'), 5}, {"词词", 9}, {"b", 3}};
    EXPECT_EQ(Rest(words), NaiveRest(words)) << length;
  }
}

TEST(RedundancyTest, WordsThatOthersExplainAreDropped) {
  const Words rest =
      Rest({{"的", 1000}, {"中国", 500}, {"中国的", 40}, {"人", 50}, {"中国人", 400}});
  EXPECT_EQ(rest, (Words{{"的", 1040}, {"中国", 540}, {"人", 50}, {"中国人", 400}}));
}

TEST(RedundancyTest, TakesNoMoreMemoryThanItMay) {
  Words words;
  for (uint64_t i = 0; i < 1000; ++i) words["词" + std::to_string(i)] = 1;
  EXPECT_THROW(Rest(words, 20'000), UsageError);
  EXPECT_TRUE(Rest({}, 0).empty());
}

}  // namespace
}  // namespace ciku
