#include "engine/lexicon/lexicon.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "engine/lexicon/builtin/builtin_lexicon.h"
#include "io/error.h"
#include "tests/random_text.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

constexpr size_t kMuchMemory = size_t{1} << 30;

TEST(LexiconTest, RandomChangesAgreeWithAMap) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    Lexicon dictionary;
    std::map<std::string, uint64_t> model;
    for (size_t i = 0; i < 2000; ++i) {
      const std::string word = "词" + std::to_string(random.Below(50));
      const uint64_t count = random.Below(5);
      switch (random.Below(3)) {
        case 0:
          dictionary.Add(word, count);
          model[word] += count;
          break;
        case 1:
          dictionary.Set(word, count);
          model[word] = count;
          break;
        default:
          ASSERT_EQ(dictionary.Remove(word), model[word] != 0);
          model[word] = 0;
      }
      ASSERT_EQ(dictionary.Count(word), model[word]);
    }
    uint64_t total = 0;
    size_t size = 0;
    for (const auto& [word, count] : model) {
      total += count;
      size += count != 0 ? 1 : 0;
      EXPECT_EQ(dictionary.Contains(word), count != 0);
    }
    EXPECT_EQ(dictionary.total(), total);
    EXPECT_EQ(dictionary.size(), size);
  }
}

TEST(LexiconTest, IsSavedInTheOrderOfLexiconsAndReadAgain) {
  const Scratch scratch;
  Lexicon dictionary;
  dictionary.Add("乙", 2);
  dictionary.Add("丙", 7);
  dictionary.Add("一", 2);
  const std::string path = scratch.File("lexicon");
  dictionary.Save(path);
  EXPECT_EQ(Lexicon::Load(path, kMuchMemory).Sorted(),
            Lexicon::Words({{"丙", 7}, {"一", 2}, {"乙", 2}}));
  for (const char* name : {"a.csv", "a.jsonl.gz", "a.dict.yaml", "a.tsv.zst"}) {
    dictionary.Save(scratch.File(name));
    EXPECT_EQ(Lexicon::Load(scratch.File(name)).Sorted(), dictionary.Sorted()) << name;
  }
  dictionary.Save(path, LexiconFormat::kJieba);
  EXPECT_EQ(Lexicon::Load(path, kMuchMemory).Sorted(), dictionary.Sorted());
}

TEST(LexiconTest, WordsWithoutCountsCountOnceEach) {
  const Scratch scratch;
  const std::string path = scratch.Write("words", "词典\n语言\n词典\n");
  EXPECT_EQ(Lexicon::Load(path, kMuchMemory).Sorted(), Lexicon::Words({{"词典", 2}, {"语言", 1}}));
}

TEST(LexiconTest, ChecksumsTellLexiconsApart) {
  const auto checksum = [](const Lexicon::Words& words) {
    Lexicon dictionary;
    for (const auto& [word, count] : words) dictionary.Add(word, count);
    return dictionary.Checksum();
  };
  const uint64_t two = checksum({{"a", 1}, {"b", 2}});
  EXPECT_EQ(checksum({{"b", 2}, {"a", 1}}), two);
  EXPECT_NE(checksum({{"a", 2}, {"b", 1}}), two);
  EXPECT_NE(checksum({{"a", 1}}), two);
}

TEST(LexiconTest, TakesNoMoreMemoryThanItMay) {
  const Scratch scratch;
  std::string lines;
  for (size_t i = 0; i < 1000; ++i) lines += "词" + std::to_string(i) + "\t1\n";
  const std::string path = scratch.Write("words", lines);
  EXPECT_THROW(Lexicon::Load(path, 10'000), UsageError);
}

TEST(LexiconTest, WhatIsNoWordIsRefused) {
  Lexicon dictionary;
  EXPECT_THROW(dictionary.Add("", 1), InputError);
  EXPECT_THROW(dictionary.Set("\xE8\xAF", 1), InputError);
}

TEST(LexiconTest, WhatTheFormatCannotHoldIsNotSaved) {
  const Scratch scratch;
  Lexicon dictionary;
  dictionary.Add("New York", 2);
  EXPECT_THROW(dictionary.Save(scratch.File("a"), LexiconFormat::kJieba), InputError);
  EXPECT_EQ(scratch.FilesIn(), 0U);
}

TEST(LexiconTest, ANamedFormatIsNotTold) {
  const Scratch scratch;
  const std::string path = scratch.Write("words", "vitamin c 100\n");
  EXPECT_THROW(Lexicon::Load(path, kMuchMemory), InputError);
  EXPECT_EQ(Lexicon::Load(path, kMuchMemory, LexiconFormat::kJieba).Count("vitamin c"), 100U);
}

TEST(LexiconTest, CountsThatOverflowAreRefused) {
  Lexicon dictionary;
  dictionary.Add("词", (uint64_t{1} << 63) - 2);
  EXPECT_THROW(dictionary.Add("典", 2), InputError);
  dictionary.Add("典", 1);
}

TEST(LexiconTest, TheBuiltInLexicon) {
  const Lexicon dictionary = Lexicon::Builtin();
  const Scratch scratch;
  const std::string path = scratch.Write("lexicon.tsv", BuiltinLexicon());
  const Lexicon loaded = Lexicon::Load(path, kMuchMemory);
  EXPECT_EQ(dictionary.Sorted(), loaded.Sorted());
  EXPECT_GT(dictionary.size(), 50000U);
  for (const char* word : {"我们", "电影", "人民", "判决", "函数"}) {
    EXPECT_TRUE(dictionary.Contains(word)) << word;
  }
}

}  // namespace
}  // namespace ciku
