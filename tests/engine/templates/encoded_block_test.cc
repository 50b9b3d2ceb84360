#include "engine/templates/encoded_block.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "io/error.h"
#include "tests/random_text.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

using RunWords = std::vector<std::string>;
using WordIds = std::vector<WordId>;

void Add(const RunWords& run, EncodedBlockWriter* writer) {
  writer->Add(std::vector<std::string_view>(run.begin(), run.end()));
}

std::map<std::string, uint32_t> WordsOf(const EncodedBlockWriter& writer) {
  std::map<std::string, uint32_t> words;
  writer.ForEachWord([&](std::string_view word, uint32_t count) {
    EXPECT_TRUE(words.emplace(word, count).second) << "twice";
  });
  return words;
}

Vocabulary VocabularyOf(const std::vector<std::string>& words) {
  ExternalCounter<StringMap> counter({size_t{64} << 20, 1, TestSpills()});
  auto count = static_cast<uint32_t>(words.size());
  for (const std::string& word : words) counter.Add(&counter.local(), count--, word);
  return {&counter, 1, size_t{64} << 20};
}

std::vector<WordIds> RunsIn(std::string_view block, const Vocabulary& vocabulary) {
  std::vector<WordIds> runs;
  EncodedBlockReader(vocabulary).ForEachRun(block, [&](std::span<const WordId> run) {
    runs.emplace_back(run.begin(), run.end());
  });
  return runs;
}

// The writer holds the words that were added, and the reader returns the runs that were written,
// for several blocks one after the other.
TEST(EncodedBlockTest, RunsComeBackAsTheIdsOfTheirWords) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const size_t known = 1 + random.Below(50);
    std::vector<std::string> words;
    for (size_t i = 0; i < known; ++i) words.push_back(fmt::format("词{}", i));
    words.push_back(std::string(70'000, 'x'));  // its length takes several bytes
    const Vocabulary vocabulary = VocabularyOf(words);
    EncodedBlockWriter writer;
    for (size_t blocks = 1 + random.Below(3); blocks > 0; --blocks) {
      std::vector<WordIds> expected(random.Below(20));
      std::map<std::string, uint32_t> counts;
      for (WordIds& ids : expected) {
        RunWords run(1 + random.Below(30));
        for (std::string& word : run) {
          const size_t which = random.Below(known + 5);
          word = which <= known ? words[which] : fmt::format("rare{}", which);
          ids.push_back(which <= known ? static_cast<WordId>(which + 1) : kNoWordId);
          ++counts[word];
        }
        Add(run, &writer);
      }
      ASSERT_EQ(writer.IsEmpty(), expected.empty());
      ASSERT_EQ(WordsOf(writer), counts);
      std::string block;
      writer.End(&block);
      ASSERT_TRUE(writer.IsEmpty());
      ASSERT_EQ(RunsIn(block, vocabulary), expected);
    }
  }
}

// The largest possible blocks: every token is a new word; the words are few and long, or many and
// short.
TEST(EncodedBlockTest, EndsBeforeItIsTooLarge) {
  for (const size_t tokens : {TokenRuns::kMostTokens, size_t{1}}) {
    SCOPED_TRACE(tokens);
    const size_t size = 4 * TokenRuns::kMostSymbols / tokens;
    EncodedBlockWriter writer;
    size_t added = 0;
    while (!writer.IsFull()) {
      RunWords run(tokens);
      for (std::string& word : run) {
        word = std::to_string(added++);
        if (tokens == 1) word.resize(size, 'x');
      }
      Add(run, &writer);
    }
    EXPECT_EQ(WordsOf(writer).size(), added);
    std::string block;
    writer.End(&block);
    EXPECT_LE(block.size(), EncodedBlockWriter::MostEncoded());
    EXPECT_FALSE(writer.IsFull());
  }
}

TEST(EncodedBlockTest, DamagedBlocksAreRefused) {
  const Vocabulary vocabulary = VocabularyOf({"a", "b"});
  EncodedBlockWriter writer;
  Add({"a", "b", "c"}, &writer);
  Add({"b"}, &writer);
  std::string block;
  writer.End(&block);
  ASSERT_EQ(RunsIn(block, vocabulary), (std::vector<WordIds>{{1, 2, 0}, {2}}));
  for (size_t size = 0; size < block.size(); ++size) {
    // A block that is cut between two runs is a valid block.
    if (size == 7 || size == 15) continue;
    EXPECT_THROW(RunsIn(block.substr(0, size), vocabulary), CorruptionError) << size;
  }
  block[block.size() - 2] = 3;
  EXPECT_THROW(RunsIn(block, vocabulary), CorruptionError) << "a number that no word has";
}

}  // namespace
}  // namespace ciku
