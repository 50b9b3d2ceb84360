#include "engine/lexicon/matcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "tests/coded_words.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

// Random codes in runs of about `length`; 0 ends a run.
Codes RandomCodes(RandomText* random, size_t size, uint32_t codes, size_t length) {
  Codes text(size);
  for (uint32_t& code : text) {
    code = random->Below(length) == 0 ? 0 : static_cast<uint32_t>(1 + random->Below(codes));
  }
  return text;
}

bool IsAt(const CodedWords& words, uint32_t word, const Codes& text, size_t begin, size_t length) {
  if (begin + length > text.size()) return false;
  for (size_t i = 0; i < length; ++i) {
    if (text[begin + i] != words.At(word, i)) return false;
  }
  return true;
}

// How often the first `length` codes of a word occur.
uint64_t Occurrences(const CodedWords& words, uint32_t word, size_t length, const Codes& text) {
  uint64_t count = 0;
  for (size_t at = 0; at < text.size(); ++at) count += IsAt(words, word, text, at, length) ? 1 : 0;
  return count;
}

TEST(AutomatonTest, CountsAllBeginnings) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const auto codes = static_cast<uint32_t>(1 + random.Below(random.Chance(0.5) ? 3 : 100));
    const CodedList list = RandomWords(&random, 1 + random.Below(60), codes, 1 + random.Below(9));
    const CodedWords words = list.coded(random.Chance(0.5));
    // An automaton knows only codes up to the largest one in the words.
    const auto known = static_cast<uint32_t>(CodesOf(words) - 1);
    const Codes text =
        RandomCodes(&random, random.Below(1500), known, random.Chance(0.2) ? 100'000 : 12);
    const std::vector<uint32_t> sorted = SortWords(words);
    const Automaton automaton(words, sorted);
    std::vector<Automaton::State> states(text.size());
    automaton.Run(text, states.data());
    std::vector<uint64_t> visits(automaton.cells());
    for (const Automaton::State state : states) ++visits[state];
    automaton.SumUp(&visits);
    for (uint32_t word = 0; word < words.size(); ++word) {
      size_t length = 0;
      automaton.ForEachStateOf(words, word, [&](Automaton::State state) {
        EXPECT_EQ(visits[state], Occurrences(words, word, ++length, text));
      });
      EXPECT_EQ(length, words.Length(word));
    }
  }
}

TEST(MatcherTest, FindsAllWords) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const auto codes = static_cast<uint32_t>(2 + random.Below(3));
    const CodedList list = RandomWords(&random, 1 + random.Below(60), codes, 6);
    const CodedWords words = list.coded();
    const size_t least = 1 + random.Below(3);
    const auto known = static_cast<uint32_t>(CodesOf(words) - 1);
    const Codes text = RandomCodes(&random, 1000, known, 30);
    const Matcher matcher(words, SortWords(words), least);
    std::vector<Automaton::State> states(text.size());
    matcher.automaton().Run(text, states.data());
    for (size_t i = 0; i < text.size(); ++i) {
      std::vector<uint32_t> expected;
      for (uint32_t word = 0; word < words.size(); ++word) {
        const size_t length = words.Length(word);
        if (length < least || length > i + 1) continue;
        if (IsAt(words, word, text, i + 1 - length, length)) expected.push_back(word);
      }
      std::sort(expected.begin(), expected.end(),
                [&](uint32_t a, uint32_t b) { return words.Length(a) > words.Length(b); });
      std::vector<uint32_t> found;
      for (uint32_t word = matcher.Longest(states[i]); word != Trie::kNone;
           word = matcher.Shorter(word)) {
        found.push_back(word);
        EXPECT_EQ(matcher.Length(word), words.Length(word));
      }
      ASSERT_EQ(found, expected);
    }
  }
}

}  // namespace
}  // namespace ciku
