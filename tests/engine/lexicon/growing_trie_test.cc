#include "engine/lexicon/growing_trie.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "engine/lexicon/inner_words.h"
#include "engine/lexicon/sorted_trie_builder.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

using NumberedWords = std::map<std::u32string, uint32_t>;

std::u32string SomeWord(RandomText* random) {
  std::u32string word;
  for (size_t i = 0; i <= random->Below(6); ++i)
    word += static_cast<char32_t>(1 + random->Below(5));
  return word;
}

GrowingTrie BuildTrie(const NumberedWords& words) {
  GrowingTrie trie;
  SortedTrieBuilder builder(&trie);
  std::u32string before;
  for (const auto& [word, number] : words) {
    builder.Add(word, before, number);
    before = word;
  }
  builder.Finish();
  return trie;
}

void AddWord(const std::u32string& word, uint32_t number, GrowingTrie* trie) {
  GrowingTrie::Edge* edge = nullptr;
  GrowingTrie::State state = GrowingTrie::kRoot;
  for (const char32_t symbol : word) {
    edge = &trie->Add(state, symbol);
    state = edge->to;
  }
  edge->word = number;
}

// The words that begin at [first, last), one by one.
std::vector<std::vector<uint32_t>> NaiveInner(const NumberedWords& words,
                                              const std::u32string& text, size_t first,
                                              size_t last) {
  std::vector<std::vector<uint32_t>> inner;
  for (size_t start = first; start < last; ++start) {
    for (size_t end = start + 1; end <= text.size(); ++end) {
      const auto found = words.find(text.substr(start, end - start));
      if (found == words.end()) continue;
      inner.push_back({static_cast<uint32_t>(start), static_cast<uint32_t>(end), found->second});
    }
  }
  return inner;
}

TEST(GrowingTrieTest, WordsInsideTextsAgreeWithAMap) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    NumberedWords words;
    for (uint64_t i = random.Below(400); i > 0; --i) {
      words.emplace(SomeWord(&random), static_cast<uint32_t>(words.size()));
    }
    GrowingTrie trie = BuildTrie(words);
    for (uint64_t i = random.Below(50); i > 0; --i) {
      const auto [added, is_new] =
          words.emplace(SomeWord(&random), static_cast<uint32_t>(words.size()));
      if (is_new) AddWord(added->first, added->second, &trie);
    }
    InnerWordFinder finder;
    std::vector<std::u32string> texts(1 + random.Below(5));
    std::vector<std::vector<InnerWord>> found(texts.size());
    for (std::u32string& text : texts) {
      for (uint64_t i = random.Below(8); i > 0; --i) text += SomeWord(&random);
    }
    for (size_t i = 0; i < texts.size(); ++i) {
      finder.Add(texts[i], texts[i].size() / 3, texts[i].size(), &found[i]);
    }
    finder.Find(trie);
    for (size_t i = 0; i < texts.size(); ++i) {
      std::vector<std::vector<uint32_t>> inner;
      for (const InnerWord& word : found[i]) inner.push_back({word.start, word.end, word.word});
      ASSERT_EQ(inner, NaiveInner(words, texts[i], texts[i].size() / 3, texts[i].size()));
    }
  }
}

}  // namespace
}  // namespace ciku
