#include "engine/lexicon/evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "io/error.h"
#include "tests/random_text.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

using Record = std::vector<std::string>;
using Place = std::pair<size_t, std::string>;  // the start of a word, and the word

Record Divide(const std::string& letters, double share, RandomText* random) {
  Record words;
  for (const char letter : letters) {
    if (words.empty() || random->Chance(share)) words.emplace_back();
    words.back() += letter;
  }
  return words;
}

std::string Line(const Record& words, RandomText* random) {
  static constexpr const char* kSpaces[] = {" ", "  ", "\t", "\u3000"};
  std::string line;
  for (const std::string& word : words) line += word + kSpaces[random->Below(4)];
  return line + "\n";
}

std::set<Place> Places(const Record& words) {
  std::set<Place> places;
  size_t at = 0;
  for (const std::string& word : words) {
    places.emplace(at, word);
    at += word.size();
  }
  return places;
}

TEST(EvaluationTest, RandomSegmentationsAgreeWithSetsOfPlaces) {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const Scratch scratch;
    std::string gold;
    std::string test;
    WordSet training;
    SegmentationScore expected;
    for (uint64_t i = 0; i < random.Below(30); ++i) {
      std::string letters(random.Below(40), ' ');
      for (char& letter : letters) letter = static_cast<char>('a' + random.Below(3));
      const Record a = Divide(letters, 0.5, &random);
      const Record b = random.Chance(0.2) ? a : Divide(letters, 0.6, &random);
      gold += Line(a, &random);
      test += Line(b, &random);
      for (const std::string& word : a) {
        if (random.Chance(0.1)) training.insert(word);
      }
      ++expected.records;
      expected.true_words += a.size();
      expected.test_words += b.size();
      const std::set<Place> others = Places(b);
      for (const Place& place : Places(a)) expected.right += others.count(place);
    }
    training.insert("ab");
    const SegmentationScore score =
        Evaluate(scratch.Write("gold", gold), scratch.Write("test", test), training);
    EXPECT_EQ(score.records, expected.records);
    EXPECT_EQ(score.true_words, expected.true_words);
    EXPECT_EQ(score.test_words, expected.test_words);
    EXPECT_EQ(score.right, expected.right);
    EXPECT_EQ(score.true_words - score.right, score.deletions + score.substitutions);
    EXPECT_EQ(score.test_words - score.right, score.insertions + score.substitutions);
    EXPECT_LE(score.unknown_right, std::min(score.unknown, score.right));
  }
}

TEST(EvaluationTest, CountsWhatWasSubstitutedInsertedAndDeleted) {
  const Scratch scratch;
  const std::string gold = scratch.Write("gold", "中国 人民 站 起来 了\n");
  const std::string test = scratch.Write("test", "中 国 人民 站起来 了\n");
  const SegmentationScore score = Evaluate(gold, test, WordSet{"中国", "了", "站", "起来"});
  EXPECT_EQ(score.right, 2U);
  EXPECT_EQ(score.substitutions, 2U);
  EXPECT_EQ(score.insertions, 1U);
  EXPECT_EQ(score.deletions, 1U);
  EXPECT_EQ(score.unknown, 1U);
  EXPECT_EQ(score.unknown_right, 1U);
  EXPECT_DOUBLE_EQ(score.Precision(), 2 / 5.0);
  EXPECT_DOUBLE_EQ(score.Recall(), 2 / 5.0);
  EXPECT_DOUBLE_EQ(score.F1(), 2 / 5.0);
  EXPECT_DOUBLE_EQ(score.KnownRecall(), 1 / 4.0);
}

std::string ErrorOf(const std::string& gold, const std::string& test) {
  const Scratch scratch;
  const std::string a = scratch.Write("gold", gold);
  const std::string b = scratch.Write("test", test);
  try {
    Evaluate(a, b, {});
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(EvaluationTest, OtherTextIsAnErrorThatNamesThePlace) {
  EXPECT_EQ(ErrorOf("一 二\n三 四\n", "一二\n三四\n"), "");
  EXPECT_THAT(ErrorOf("一 二\n三 四\n", "一二\n三五\n"),
              testing::HasSubstr("after 1 symbols '四' stands in the first, '五' in the second"));
  EXPECT_THAT(ErrorOf("一 二\n三 四\n", "一二\n三五\n"), testing::HasSubstr("gold: line 2"));
  EXPECT_THAT(ErrorOf("一\n", "一二\n"), testing::HasSubstr("'' stands in the first, '二'"));
  EXPECT_THAT(ErrorOf("一\n二\n", "一\n"), testing::HasSubstr("gold: line 2 is missing in"));
  EXPECT_THAT(ErrorOf("一\n", "一\n二\n"), testing::HasSubstr("test: line 2 is missing in"));
}

TEST(EvaluationTest, LexiconsAreScoredByTheirFirstWords) {
  const Scratch scratch;
  std::string lexicon = "的\t99999\n";
  std::string list = "的\n";
  for (size_t i = 0; i < 1500; ++i) {
    lexicon += "词" + std::to_string(i) + "\t" + std::to_string(9000 - i) + "\n";
    if (i % 2 == 0) list += "词" + std::to_string(i) + "\n";
  }
  list += "词典\n";
  const WordSet known = ReadWords({scratch.Write("list", list)}, 2);
  EXPECT_EQ(known.size(), 751U);
  const LexiconScore score = EvaluateLexicon(scratch.Write("lexicon", lexicon), known, 2);
  EXPECT_EQ(score.words, 1500U);
  EXPECT_EQ(score.known, 750U);
  EXPECT_EQ(score.all_known, 751U);
  ASSERT_EQ(score.precisions.size(), 3U);
  EXPECT_EQ(score.precisions[0].first, 100U);
  EXPECT_EQ(score.precisions[0].known, 50U);
  EXPECT_EQ(score.precisions[1].known, 500U);
  EXPECT_EQ(score.precisions[2].first, 1500U);
}

}  // namespace
}  // namespace ciku
