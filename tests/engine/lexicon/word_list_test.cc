#include "engine/lexicon/word_list.h"

#include <gtest/gtest.h>

#include <string>

#include "ciku/ciku.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

TEST(WordListTest, WordsKeepTheirOrderAndNumbers) {
  WordList list;
  list.Add("词", 3);
  list.Add("库", 5);
  list.Add("词", 4);
  EXPECT_EQ(list.size(), 2U);
  EXPECT_EQ(list.Find("词"), 0U);
  EXPECT_EQ(list.Find("库"), 1U);
  EXPECT_FALSE(list.Find("典"));
  EXPECT_EQ(list.word(0), "词");
  EXPECT_EQ(list.count(0), 7U);
  EXPECT_EQ(list.statistics(0), nullptr);
}

TEST(WordListTest, ReadsTheOrderOfAFile) {
  const Scratch scratch;
  const WordList list = WordList::Load(scratch.Write("a.tsv", "词\t3\n库\t5\n"));
  EXPECT_EQ(list.word(0), "词");
  EXPECT_EQ(list.count(1), 5U);
}

TEST(WordListTest, SavesWhatAMinedLexiconSaves) {
  const Scratch scratch;
  std::string text;
  for (size_t i = 0; i < 100; ++i) text += "中国人民，中国" + std::to_string(i % 7) + "人民\n";
  const Corpus corpus = Corpus::Open({scratch.Write("text.txt", text)});
  for (const bool statistics : {false, true}) {
    const MineOptions options{.statistics = statistics};
    const std::string expected = scratch.File("expected.tsv");
    Mine(corpus, options).Save(expected);
    const WordList list = Mine(corpus, options).List();
    EXPECT_EQ(list.known().measured, statistics);
    EXPECT_EQ(list.lexicon().rules(), Rules::kUnits);
    const std::string own = scratch.File("own.tsv");
    list.Save(own);
    EXPECT_EQ(ReadFile(own), ReadFile(expected));
    list.Save(own, LexiconFormat::kWords);
    EXPECT_EQ(ReadFile(own).find('\t'), std::string::npos);
  }
}

TEST(WordListTest, ListsAreComparedLikeFiles) {
  WordList a;
  a.Add("乙", 3);
  a.Add("甲", 9);
  WordList b;
  b.Add("甲", 1);
  b.Add("丙", 2);
  const Comparison comparison = Compare(a, b);
  EXPECT_EQ(comparison.both, 1U);
  ASSERT_EQ(comparison.words.size(), 3U);
  EXPECT_EQ(comparison.words[0].word, "甲");
  EXPECT_EQ(comparison.words[0].a->rank, 1U);
  EXPECT_EQ(comparison.words[0].b->rank, 2U);
}

}  // namespace
}  // namespace ciku
