#include "engine/lexicon/trie.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "tests/coded_words.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

// All beginnings of the words, each with the number of the word that it is, or kNone.
std::map<Codes, uint32_t> Beginnings(const CodedWords& words) {
  std::map<Codes, uint32_t> beginnings;
  for (uint32_t word = 0; word < words.size(); ++word) {
    Codes beginning;
    for (size_t i = 0; i < words.Length(word); ++i) {
      beginning.push_back(words.At(word, i));
      beginnings.emplace(beginning, Trie::kNone);
    }
    beginnings[beginning] = word;
  }
  return beginnings;
}

void ExpectHolds(const CodedWords& words, uint32_t codes) {
  const std::vector<uint32_t> sorted = SortWords(words);
  const std::map<Codes, uint32_t> beginnings = Beginnings(words);
  EXPECT_EQ(CountStates(words, sorted), beginnings.size() + 1);
  Trie trie(words, sorted);
  std::map<Codes, Trie::State> states = {{{}, Trie::kRoot}};
  std::set<Trie::State> seen;
  for (const auto& [beginning, word] : beginnings) {
    const Codes before(beginning.begin(), beginning.end() - 1);
    const Trie::State parent = states.at(before);
    const Trie::State state = trie.Step(parent, beginning.back());
    ASSERT_NE(state, Trie::kNone);
    EXPECT_LT(state, trie.cells());
    EXPECT_TRUE(seen.insert(state).second);
    EXPECT_EQ(trie.Parent(state), parent);
    EXPECT_EQ(trie.CodeOf(state), beginning.back());
    EXPECT_EQ(trie.WordAt(state), word);
    states[beginning] = state;
  }
  for (const auto& [beginning, state] : states) {
    for (uint32_t code = 0; code <= codes; ++code) {
      Codes next = beginning;
      next.push_back(code);
      if (!states.contains(next)) {
        EXPECT_EQ(trie.Step(state, code), Trie::kNone);
      }
    }
  }
  std::vector<size_t> depths;
  for (const Trie::State state : trie.TakeStatesByDepth()) {
    size_t depth = 0;
    for (Trie::State at = state; at != Trie::kRoot; at = trie.Parent(at)) ++depth;
    depths.push_back(depth);
  }
  EXPECT_EQ(depths.size(), beginnings.size());
  EXPECT_TRUE(std::is_sorted(depths.begin(), depths.end()));
}

TEST(TrieTest, HoldsAllWordsAndNothingElse) {
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const auto codes = static_cast<uint32_t>(1 + random.Below(random.Chance(0.5) ? 4 : 200));
    const CodedList list = RandomWords(&random, random.Below(300), codes, 1 + random.Below(8));
    ExpectHolds(list.coded(), codes + 1);
    ExpectHolds(list.coded(true), codes + 1);
  }
}

TEST(TrieTest, ManyChildrenAndLongWords) {
  CodedList list;
  for (uint32_t code = 1; code <= 3000; ++code) list.Add({code});
  for (uint32_t code = 5; code <= 3000; code += 7) list.Add({1 + code % 9, code});
  Codes longest(70'000, 2);
  list.Add(longest);
  longest.back() = 1;
  list.Add(longest);
  const std::vector<uint32_t> sorted = SortWords(list.coded());
  const Trie trie(list.coded(), sorted);
  Trie::State state = Trie::kRoot;
  for (const uint32_t code : longest) state = trie.Step(state, code);
  EXPECT_EQ(trie.WordAt(state), list.coded().size() - 1);
  EXPECT_NE(trie.Step(Trie::kRoot, 3000), Trie::kNone);
  EXPECT_EQ(trie.Step(Trie::kRoot, 3001), Trie::kNone);
  // Few cells are left unused.
  EXPECT_LT(trie.cells(), CountStates(list.coded(), sorted) * 21 / 20);
}

TEST(TrieTest, OfNoWords) {
  const Trie trie({}, {});
  EXPECT_EQ(trie.Step(Trie::kRoot, 1), Trie::kNone);
  EXPECT_EQ(trie.WordAt(Trie::kRoot), Trie::kNone);
}

}  // namespace
}  // namespace ciku
