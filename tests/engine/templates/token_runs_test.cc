#include "engine/templates/token_runs.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/random_text.h"
#include "tests/unit_text.h"

namespace ciku {
namespace {

using Runs = std::vector<std::vector<std::string>>;

void AddRuns(const TokenRuns& runs, std::string_view bytes, bool line_goes_on, Runs* out) {
  Text text;
  text.bytes = bytes;
  text.line_goes_on = line_goes_on;
  TokenRuns::Scratch scratch;
  runs.ForEach(text, &scratch, [&](const TokenRuns::Tokens& tokens) {
    out->emplace_back(tokens.begin(), tokens.end());
  });
}

Runs RunsOf(const TokenRuns& runs, std::string_view bytes) {
  Runs out;
  AddRuns(runs, bytes, false, &out);
  return out;
}

// The same for a text that arrives in pieces of this many bytes and is split where the rule says.
Runs RunsInPieces(const TokenRuns& runs, const Tokenizer* tokenizer, std::string_view bytes,
                  size_t piece) {
  Runs out;
  std::string pending;
  while (!bytes.empty()) {
    const size_t size = std::min(piece, bytes.size());
    pending += bytes.substr(0, size);
    bytes.remove_prefix(size);
    if (bytes.empty()) break;
    const SplitPoint split = runs.Find(pending, 0);
    EXPECT_LE(pending.size() - split.keep, TokenRuns::MostUndivided(tokenizer) + piece);
    AddRuns(runs, std::string_view(pending).substr(0, split.end), true, &out);
    pending.erase(0, split.keep);
  }
  AddRuns(runs, pending, false, &out);
  return out;
}

Tokenizer SomeTokenizer() {
  Lexicon dictionary;
  for (const char* word : {"我们", "是", "学生", "学", "ab"}) dictionary.Add(word, 3);
  return Tokenizer(dictionary);
}

TEST(TokenRunsTest, RunsOfTextAreTokenizedEachByItself) {
  const Tokenizer tokenizer = SomeTokenizer();
  const TokenRuns runs(Alphabet::kBasic, &tokenizer);
  EXPECT_EQ(RunsOf(runs, "我们是学生，学ab12。\n\nab\xFF是"),
            (Runs{{"我们", "是", "学生"}, {"学", "ab12"}, {"ab"}, {"是"}}));
  EXPECT_EQ(RunsOf(runs, ""), Runs());
  EXPECT_EQ(RunsOf(runs, "，。"), Runs());
}

TEST(TokenRunsTest, WhiteSpaceAndGapsSeparateRunsOfAnyAlphabet) {
  Lexicon dictionary;
  for (const char* word : {"[X]", "[X]b", "a"}) dictionary.Add(word, 3);
  const Tokenizer tokenizer(dictionary);
  EXPECT_EQ(RunsOf(TokenRuns(Alphabet::kAny, &tokenizer), "，a是\t是\u3000a[X]是\r\n.[X]b"),
            (Runs{{"，", "a", "是"}, {"是"}, {"a"}, {"是"}, {".", "[X]b"}}));
  EXPECT_EQ(RunsOf(TokenRuns(Alphabet::kAny, nullptr), "， a\tb 是 [X] 是\r\n.[X]b a\rb"),
            (Runs{{"，"}, {"是"}, {"是"}, {".[X]b"}}));
}

TEST(TokenRunsTest, TokenizedLines) {
  const TokenRuns runs(Alphabet::kBasic, nullptr);
  EXPECT_EQ(RunsOf(runs, "我们  是 ， 学生\r\n 学 学。 ab \n\n词\xFF 是"),
            (Runs{{"我们", "是"}, {"学生"}, {"学"}, {"ab"}, {"是"}}));
}

TEST(TokenRunsTest, LongRunsAreDivided) {
  std::string text;
  std::string tokens;
  for (size_t i = 0; i < 2500; ++i) {
    text += "学";
    tokens += "学 ";
  }
  const Tokenizer tokenizer = SomeTokenizer();
  for (const Runs& runs : {RunsOf(TokenRuns(Alphabet::kBasic, &tokenizer), text),
                           RunsOf(TokenRuns(Alphabet::kBasic, nullptr), tokens)}) {
    ASSERT_EQ(runs.size(), 3U);
    EXPECT_EQ(runs[0].size(), TokenRuns::kMostTokens);
    EXPECT_EQ(runs[1].size(), TokenRuns::kMostTokens);
    EXPECT_EQ(runs[2].size(), 2500 - 2 * TokenRuns::kMostTokens);
  }
}

TEST(TokenRunsTest, PhrasesAreTokensOfRuns) {
  Lexicon lexicon;
  for (const char* word : {"是", "学", "New York", "卡尔·马克思", "T恤", "[X] ", "5G手机", "， "}) {
    lexicon.Add(word, 3);
  }
  lexicon.Add("\u3000 ", 1);
  const Tokenizer tokenizer(lexicon, {.rules = Rules::kUnits});
  const TokenRuns runs(Alphabet::kBasic, &tokenizer);
  EXPECT_EQ(RunsOf(runs, "学New York是，卡尔·马克思\nT恤 New York学\u3000 是New Yorker"),
            (Runs{{"学", "New York", "是"},
                  {"卡尔·马克思"},
                  {"T恤"},
                  {"New York", "学"},
                  {"是", "New"},
                  {"Yorker"}}));
  // Units are those of the text, even where they do not stand in one run.
  EXPECT_EQ(RunsOf(runs, "5G手机1.5G手机"), (Runs{{"5G手机", "1"}, {"5G", "手", "机"}}));
  EXPECT_EQ(RunsOf(runs, "是， 学[X] 学"), (Runs{{"是", "， ", "学", "[X] ", "学"}}));
  lexicon.Add("[X]", 1);
  const Tokenizer gaps(lexicon, {.rules = Rules::kUnits});
  EXPECT_EQ(RunsOf(TokenRuns(Alphabet::kBasic, &gaps), "学[X]学"), (Runs{{"学"}, {"学"}}));
}

TEST(TokenRunsTest, TheSameRunsWithPhrasesWhereverLongLinesAreCut) {
  for (uint64_t seed = 1; seed <= 24; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    std::string text;
    const size_t stretches = 1 + random.Below(6);
    for (size_t i = 0; i < stretches; ++i) {
      switch (random.Below(4)) {
        case 0:
          text += MakeUnitText(random.Below(40'000), 0.0001, &random);
          break;
        case 1:
          for (size_t n = 0; n < 30'000; ++n) text += "11.";
          break;
        case 2:
          text += std::string(random.Below(100'000), 'a') + "b c";
          break;
        default:
          text += random.Make({.symbols = 40'000, .distinct = 4, .separators = 0, .line_ends = 0});
      }
    }
    Lexicon lexicon;
    const std::string longest = "一" + std::string(4000, 'a') + " ";
    for (const char* word :
         {"b c", "一丁", "1 一", "中国 ", "国，", "年 ", "第一人", ".一", "丁.", "11.1"}) {
      lexicon.Add(word, 3);
    }
    lexicon.Add(longest, 1);
    const Tokenizer tokenizer(lexicon,
                              {.rules = random.Chance(0.7) ? Rules::kUnits : Rules::kNlpZero});
    const TokenRuns runs(random.Chance(0.5) ? Alphabet::kBasic : Alphabet::kAny, &tokenizer);
    const Runs whole = RunsOf(runs, text);
    const Runs parts = RunsInPieces(runs, &tokenizer, text, 1 + random.Below(50'000));
    ASSERT_EQ(parts.size(), whole.size());
    for (size_t i = 0; i < whole.size(); ++i) ASSERT_EQ(parts[i], whole[i]) << "run " << i;
  }
}

TEST(TokenRunsTest, TheSameRunsWhereverLongLinesAreCut) {
  const Tokenizer tokenizer = SomeTokenizer();
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    TextShape shape;
    shape.symbols = 100'000;
    shape.line_ends = 0;
    shape.separators = random.Chance(0.3) ? 0 : 1.0 / static_cast<double>(1 + random.Below(50'000));
    if (random.Chance(0.5)) shape.others = shape.invalid = 0;
    std::string text = random.Make(shape);
    const bool tokenized = random.Chance(0.6);
    if (tokenized) {
      const uint64_t spaces = 1 + random.Below(random.Chance(0.3) ? 20'000 : 8);
      std::string spaced;
      for (size_t i = 0; i < text.size(); ++i) {
        spaced += text[i];
        const bool ends = i + 1 == text.size() || (text[i + 1] & 0xC0) != 0x80;
        if (ends && random.Below(spaces) == 0) spaced.append(1 + random.Below(2), ' ');
        if (ends && random.Below(20'000) == 0) spaced.append(random.Below(40'000), ' ');
      }
      text = spaced;
    }
    const Tokenizer* const used = tokenized ? nullptr : &tokenizer;
    const TokenRuns runs(random.Chance(0.5) ? Alphabet::kBasic : Alphabet::kAny, used);
    const Runs whole = RunsOf(runs, text);
    const Runs parts = RunsInPieces(runs, used, text, 1 + random.Below(5000));
    // Compared run by run, because all of them would be too much to print.
    ASSERT_EQ(parts.size(), whole.size());
    for (size_t i = 0; i < whole.size(); ++i) ASSERT_EQ(parts[i], whole[i]) << "run " << i;
  }
}

}  // namespace
}  // namespace ciku
