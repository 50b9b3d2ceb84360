#include "engine/lexicon/phrases.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/lexicon/phrase_split_rule.h"
#include "engine/lexicon/tokenizer.h"
#include "engine/text/invalid_utf8.h"
#include "tests/random_text.h"
#include "tests/unit_text.h"

namespace ciku {
namespace {

using Tokens = std::vector<std::string>;

constexpr Rules kBothRules[] = {Rules::kUnits, Rules::kNlpZero};

// A lexicon of random stretches of a text, and of a phrase.
Lexicon StretchesOf(std::string_view text, RandomText* random) {
  Lexicon lexicon;
  lexicon.Add("甲, 乙", 1);
  std::vector<size_t> starts;
  ForEachSymbol(text, [&](char32_t, std::string_view symbol) {
    starts.push_back(static_cast<size_t>(symbol.data() - text.data()));
  });
  starts.push_back(text.size());
  const uint64_t words = 1 + random->Below(80);
  for (uint64_t i = 0; i < words; ++i) {
    const size_t begin = random->Below(starts.size());
    const size_t end = std::min(begin + 1 + random->Below(6), starts.size() - 1);
    const std::string_view word = text.substr(starts[begin], starts[end] - starts[begin]);
    if (!word.empty() && IsValidUtf8(word)) lexicon.Add(word, 1 + random->Below(1000));
  }
  return lexicon;
}

std::string SomeText(RandomText* random) {
  const size_t size = 1 + random->Below(400);
  const double invalid = random->Chance(0.5) ? 0 : 0.02;
  if (random->Chance(0.6)) return MakeUnitText(size, invalid, random);
  return random->Make({.symbols = size,
                       .distinct = static_cast<char32_t>(1 + random->Below(20)),
                       .separators = random->Chance(0.5) ? 0.3 : 0.05,
                       .line_ends = 0,
                       .invalid = invalid,
                       .others = 0.2});
}

void AddTokens(const Tokenizer& tokenizer, std::string_view text, Tokens* tokens) {
  for (const std::string_view token : tokenizer.Tokenize(text)) tokens->emplace_back(token);
}

// The tokens of a line that arrives in pieces of up to this many bytes and is split by the rule.
Tokens TokensThroughSplits(const Tokenizer& tokenizer, std::string_view line, size_t most,
                           RandomText* random, size_t* splits) {
  const PhraseSplitRule rule(tokenizer);
  Tokens tokens;
  std::string pending;
  while (!line.empty()) {
    const size_t size = std::min<size_t>(1 + random->Below(most), line.size());
    pending += line.substr(0, size);
    line.remove_prefix(size);
    if (line.empty()) break;
    const SplitPoint split = rule.Find(pending, 0);
    EXPECT_EQ(split.end, split.keep);
    EXPECT_FALSE(split.joined);
    EXPECT_LE(pending.size() - split.end, rule.most_undivided() + most);
    if (split.end == 0) continue;
    AddTokens(tokenizer, std::string_view(pending).substr(0, split.end), &tokens);
    pending.erase(0, split.end);
    ++*splits;
  }
  AddTokens(tokenizer, pending, &tokens);
  return tokens;
}

TEST(PhrasesTest, WordsThatHoldSeparatorsOrBordersOfUnits) {
  const UnitRules units(Alphabet::kHan);
  for (const char* const word :
       {"machine learning", "卡尔·马克思", "C++", ".NET", "T恤", "5G手机", "第二天", "二十多",
        "2019年3月", "，。", "パソコン", "  ", "月饼2"}) {
    EXPECT_TRUE(IsPhrase(word, &units)) << word;
  }
  for (const char* const word : {"词库", "词", "machine", "2019年", "3.14%", "第二", "三十", "一一",
                                 "——", "，", " ", "月饼", "a\nb", "パ"}) {
    EXPECT_FALSE(IsPhrase(word, &units)) << word;
  }
  EXPECT_TRUE(IsPhrase("New York", nullptr));
  EXPECT_TRUE(IsPhrase("你好，世界", nullptr));
  for (const char* const word : {"C++", "T恤", "卡尔·马克思", " ", "。", "a\nb", "东京　塔"}) {
    EXPECT_FALSE(IsPhrase(word, nullptr)) << word;
  }
  const std::string longest = "a " + std::string(4094, 'b');
  EXPECT_TRUE(IsPhrase(longest, &units));
  EXPECT_FALSE(IsPhrase(longest + "b", &units));
}

TEST(PhrasesTest, PartsAreTokens) {
  size_t phrases = 0;
  for (const Rules rules : kBothRules) {
    for (uint64_t seed = 1; seed <= 500; ++seed) {
      SCOPED_TRACE(testing::Message() << RulesName(rules) << " seed " << seed);
      RandomText random(seed);
      const std::string text = SomeText(&random);
      const Tokenizer tokenizer(StretchesOf(text, &random), {.rules = rules, .joining = false});
      Tokenizer::Scratch scratch;
      std::vector<Token> tokens;
      tokenizer.Tokenize(text, &scratch, &tokens);
      size_t read = 0;
      tokenizer.phrases()->ForEachPart(text, true, [&](const Phrases::Part* part) {
        EXPECT_EQ(part->begin, read);
        read = part->end;
        if (part->kind == Phrases::Part::Kind::kSymbol) return false;
        const Token token{part->begin, part->end};
        EXPECT_EQ(std::count(tokens.begin(), tokens.end(), token), 1);
        phrases += part->kind == Phrases::Part::Kind::kPhrase ? 1 : 0;
        return false;
      });
      ASSERT_EQ(read, text.size());
    }
  }
  EXPECT_GT(phrases, 5000U);
}

TEST(PhrasesTest, TheSameTokensWhereverLongLinesAreSplit) {
  size_t splits = 0;
  for (const Rules rules : kBothRules) {
    for (uint64_t seed = 1; seed <= 500; ++seed) {
      SCOPED_TRACE(testing::Message() << RulesName(rules) << " seed " << seed);
      RandomText random(seed);
      const std::string text = SomeText(&random);
      const Tokenizer tokenizer(StretchesOf(text, &random), {.rules = rules});
      Tokens whole;
      AddTokens(tokenizer, text, &whole);
      ASSERT_EQ(TokensThroughSplits(tokenizer, text, 60, &random, &splits), whole);
    }
  }
  EXPECT_GT(splits, 5000U);
}

TEST(PhrasesTest, LongRunsAreDividedInTheSamePlaces) {
  for (const Rules rules : kBothRules) {
    for (uint64_t seed = 1; seed <= 4; ++seed) {
      SCOPED_TRACE(testing::Message() << RulesName(rules) << " seed " << seed);
      RandomText random(seed);
      const std::string tail = random.Make({.symbols = 150'000, .distinct = 5, .others = 0.0001});
      // Letters, with a phrase where a stretch of nlp-zero is divided.
      std::string text =
          std::string(size_t{1} << 18, 'a') + "b 词" + std::string(200'000, 'a') + tail;
      std::erase(text, '\n');
      Lexicon lexicon;
      for (const char* const word : {"b 词", "一丁", "丁七，万", "万.丁", "七七 一", "aa"}) {
        lexicon.Add(word, 1);
      }
      const Tokenizer tokenizer(lexicon, {.rules = rules});
      Tokens whole;
      AddTokens(tokenizer, text, &whole);
      EXPECT_EQ(std::count(whole.begin(), whole.end(), "b 词"), 1);
      size_t splits = 0;
      ASSERT_TRUE(TokensThroughSplits(tokenizer, text, 200'000, &random, &splits) == whole);
      EXPECT_GT(splits, 2U);
    }
  }
}

TEST(PhrasesTest, TheyCountAsMemoryOfTheTokenizer) {
  Lexicon lexicon;
  lexicon.Add("词库", 1);
  const Tokenizer without(lexicon, {.rules = Rules::kUnits});
  EXPECT_EQ(without.phrases(), nullptr);
  lexicon.Add("词 " + std::string(4000, 'a'), 1);
  const Tokenizer with(lexicon, {.rules = Rules::kUnits});
  ASSERT_NE(with.phrases(), nullptr);
  EXPECT_EQ(with.phrases()->size(), 1U);
  EXPECT_GE(with.bytes(), without.bytes() + 4000 * 8);
  EXPECT_EQ(Tokenizer(Lexicon::Builtin()).phrases(), nullptr);
  EXPECT_EQ(Tokenizer(Lexicon::Builtin(), {.rules = Rules::kNlpZero}).phrases(), nullptr);
}

TEST(PhrasesTest, WithoutPhrases) {
  Lexicon lexicon;
  for (const char* const word : {"词 库", "词", "库"}) lexicon.Add(word, 1);
  const Tokenizer tokenizer(lexicon);
  Tokenizer::Scratch scratch;
  std::vector<Token> tokens;
  tokenizer.Tokenize("词 库", &scratch, &tokens);
  EXPECT_EQ(tokens, (std::vector<Token>{{0, 7}}));
  tokenizer.TokenizeWithoutPhrases("词 库", &scratch, &tokens);
  EXPECT_EQ(tokens, (std::vector<Token>{{0, 3}, {3, 4}, {4, 7}}));
}

}  // namespace
}  // namespace ciku
