#include "engine/lexicon/word_filter.h"

#include <gtest/gtest.h>

#include <string>

#include "io/error.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

TEST(WordFilterTest, LengthsAreInSymbols) {
  EXPECT_TRUE((LengthRange{2, 3}).Contains(3));
  EXPECT_FALSE((LengthRange{2, 3}).Contains(4));
  const WordFilter filter({.lengths = {2, 3}}, 0);
  EXPECT_FALSE(filter.Wants("词"));
  EXPECT_TRUE(filter.Wants("词库"));
  EXPECT_TRUE(filter.Wants("词库a"));
  EXPECT_FALSE(filter.Wants("词库a𠀀"));
}

TEST(WordFilterTest, WordsWithoutDigitsOrLatinLetters) {
  const WordFilter no_digits({.no_digits = true}, 0);
  const WordFilter no_latin({.no_latin = true}, 0);
  for (const char* word : {"2016年", "第１届", "٣"}) {
    EXPECT_FALSE(no_digits.Wants(word)) << word;
    EXPECT_TRUE(no_latin.Wants(word)) << word;
  }
  for (const char* word : {"T恤", "Ａ股", "é"}) {
    EXPECT_TRUE(no_digits.Wants(word)) << word;
    EXPECT_FALSE(no_latin.Wants(word)) << word;
  }
  for (const char* word : {"一二三", "二〇一六年", "жук"}) {
    EXPECT_TRUE(no_digits.Wants(word)) << word;
    EXPECT_TRUE(no_latin.Wants(word)) << word;
  }
}

TEST(WordFilterTest, WordsOfLexiconsAreLeftOut) {
  const Scratch scratch;
  const std::string dictionary = scratch.Write("dict.txt", "中国 100 ns\n词库 3\n");
  const std::string stop_words = scratch.Write("stop.txt", "我们\n");
  const WordFilter filter({.excluded = {dictionary}, .stop_words = {stop_words}}, 1 << 20);
  EXPECT_FALSE(filter.Wants("中国"));
  EXPECT_FALSE(filter.Wants("我们"));
  EXPECT_TRUE(filter.Wants("中国人"));
  EXPECT_THROW(WordFilter({.excluded = {dictionary}}, 100), UsageError);
  EXPECT_THROW(WordFilter({.excluded = {scratch.File("none")}}, 100), IoError);
}

TEST(WordFilterTest, WordsOfLexiconsAreFoldedAsTextIs) {
  const Scratch scratch;
  const std::string dictionary = scratch.Write("dict.txt", "Ｔ恤 100 ns\nABC 3\n中国 2\n");
  const Normalizer normalizer({.nfkc = true, .lower = true});
  const WordFilter filter({.excluded = {dictionary}}, 1 << 20, &normalizer);
  for (const char* word : {"t恤", "abc", "中国"}) EXPECT_FALSE(filter.Wants(word)) << word;
  EXPECT_TRUE(filter.Wants("Ｔ恤"));  // does not occur in folded text
}

}  // namespace
}  // namespace ciku
