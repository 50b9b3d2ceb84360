#include "engine/lexicon/tokenizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/lexicon/builtin/builtin_lexicon.h"
#include "io/error.h"
#include "tests/random_text.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

using Words = std::map<std::string, uint64_t>;
using Tokens = std::vector<std::string>;

Lexicon DictionaryOf(const Words& words) {
  Lexicon dictionary;
  for (const auto& [word, count] : words) dictionary.Add(word, count);
  return dictionary;
}

Tokens Tokenize(const Tokenizer& tokenizer, std::string_view text) {
  const std::vector<std::string_view> parts = tokenizer.Tokenize(text);
  return {parts.begin(), parts.end()};
}

// The symbols of a text.
Tokens SymbolsOf(const std::string& text) {
  Tokens symbols;
  ForEachSymbol(text, [&](char32_t, std::string_view bytes) { symbols.emplace_back(bytes); });
  return symbols;
}

// The best path over these symbols, by its definition.
void AddBestPath(const Words& words, double log_total, const Tokens& symbols, Tokens* tokens) {
  struct Path {
    double score;
    Tokens tokens;
  };
  std::vector<std::optional<Path>> paths(symbols.size() + 1);
  paths[0] = Path{1, {}};
  for (size_t start = 0; start < symbols.size(); ++start) {
    const Path here = *paths[start];
    std::string word;
    const auto extend = [&](std::optional<Path>* path, double edge) {
      if (*path && (*path)->score >= here.score + edge) return;
      *path = Path{here.score + edge, here.tokens};
      (*path)->tokens.push_back(word);
    };
    for (size_t end = start + 1; end <= symbols.size(); ++end) {
      word += symbols[end - 1];
      const auto found = words.find(word);
      if (found == words.end()) continue;
      extend(&paths[end], std::log(static_cast<double>(found->second)) - log_total);
    }
    word = symbols[start];
    if (!paths[start + 1]) extend(&paths[start + 1], -100);
  }
  tokens->insert(tokens->end(), paths.back()->tokens.begin(), paths.back()->tokens.end());
}

bool IsSeparator(const std::string& symbol) {
  return std::string("。，、！？\n ").find(symbol) != std::string::npos && symbol.size() != 2;
}

bool IsPhrase(const Tokens& word) {
  return word.size() > 1 && std::any_of(word.begin(), word.end(), IsSeparator) &&
         std::count(word.begin(), word.end(), "\n") == 0;
}

// Of the letters and digits in random text.
bool IsLatin(const std::string& symbol) {
  return std::set<std::string>{"é", "ж", "Ａ", "a", "Z", "0"}.contains(symbol);
}

// The number of symbols of the phrase that is found at a symbol; 0 if there is none.
size_t PhraseAt(const Words& words, const Tokens& symbols, size_t at) {
  const auto divides = [&](size_t i) {
    return i > 0 && i < symbols.size() && IsLatin(symbols[i - 1]) && IsLatin(symbols[i]);
  };
  size_t longest = 0;
  for (const auto& [word, count] : words) {
    const Tokens phrase = SymbolsOf(word);
    if (!IsPhrase(phrase) || phrase.size() <= longest || phrase.size() > symbols.size() - at) {
      continue;
    }
    const bool is_here =
        std::equal(phrase.begin(), phrase.end(), symbols.begin() + static_cast<ptrdiff_t>(at));
    if (is_here && !divides(at) && !divides(at + phrase.size())) longest = phrase.size();
  }
  return longest;
}

Tokens NaiveTokens(Words words, const std::string& text) {
  uint64_t total = 0;
  for (const auto& [word, count] : words) total += count;
  const Words all = words;
  std::erase_if(words, [](const auto& word) { return IsPhrase(SymbolsOf(word.first)); });
  Tokens tokens;
  Tokens stretch;
  const auto end_stretch = [&] {
    AddBestPath(words, std::log(static_cast<double>(total)), stretch, &tokens);
    stretch.clear();
  };
  const Tokens symbols = SymbolsOf(text);
  for (size_t at = 0; at < symbols.size();) {
    const size_t phrase = PhraseAt(all, symbols, at);
    if (phrase == 0 && !IsSeparator(symbols[at])) {
      stretch.push_back(symbols[at++]);
      continue;
    }
    end_stretch();
    tokens.emplace_back();
    for (const size_t end = at + std::max<size_t>(phrase, 1); at < end; ++at) {
      tokens.back() += symbols[at];
    }
  }
  end_stretch();
  return tokens;
}

Words SomeWords(const std::string& text, RandomText* random) {
  const Tokens symbols = SymbolsOf(text);
  Words words;
  const uint64_t most = random->Chance(0.5) ? 3 : 100'000;
  for (size_t i = 0; i < symbols.size() / 2; ++i) {
    const size_t begin = random->Below(symbols.size());
    std::string word;
    for (size_t at = begin; at < symbols.size() && (at == begin || random->Chance(0.6)); ++at) {
      word += symbols[at];
    }
    const bool is_valid = [&] {
      for (const std::string& symbol : SymbolsOf(word)) {
        if (DecodeUtf8(symbol.data(), symbol.data() + symbol.size()).scalar == kInvalid)
          return false;
      }
      return true;
    }();
    if (is_valid) words[word] = 1 + random->Below(most);
  }
  return words;
}

TEST(TokenizerTest, RandomTextAgreesWithTheDefinition) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    TextShape shape;
    shape.symbols = random.Below(300);
    shape.distinct = static_cast<char32_t>(1 + random.Below(20));
    const std::string text = random.Make(shape);
    const Words words = text.empty() ? Words() : SomeWords(text, &random);
    const Tokenizer tokenizer(DictionaryOf(words), {.joining = false});
    ASSERT_EQ(Tokenize(tokenizer, text), NaiveTokens(words, text));
  }
}

TEST(TokenizerTest, LettersAndDigitsAreJoined) {
  const Tokenizer tokenizer(DictionaryOf({{"中", 1}, {"a", 5}, {"中a", 3}, {".5", 2}, {"版b", 1}}));
  EXPECT_EQ(Tokenize(tokenizer, "abc中"), Tokens({"abc", "中"}));
  EXPECT_EQ(Tokenize(tokenizer, "iPhone12.5,x"), Tokens({"iPhone12.5", ",", "x"}));
  // A token that ends with a letter but cannot be joined opens joining if it is closed, and closes
  // it if it is open.
  EXPECT_EQ(Tokenize(tokenizer, "中aaa中aaa"), Tokens({"中aaa", "中a", "aa"}));
  EXPECT_EQ(Tokenize(tokenizer, "x版bcd"), Tokens({"x", "版b", "cd"}));
  EXPECT_EQ(Tokenize(tokenizer, "a b"), Tokens({"a", " ", "b"}));
  EXPECT_EQ(Tokenize(tokenizer, ""), Tokens());
}

TEST(TokenizerTest, OfEqualScoresTheFirstFoundWins) {
  const Tokenizer tokenizer(DictionaryOf({{"甲乙", 1}, {"丙", 1}, {"甲", 1}, {"乙丙", 1}}));
  EXPECT_EQ(Tokenize(tokenizer, "甲乙丙"), Tokens({"甲", "乙丙"}));
}

TEST(TokenizerTest, WithoutWordsSymbolsStandAlone) {
  const Tokenizer tokenizer{Lexicon()};
  EXPECT_EQ(Tokenize(tokenizer, "词库，好"), Tokens({"词", "库", "，", "好"}));
}

TEST(TokenizerTest, ManyTextsAtOnce) {
  RandomText random(3);
  std::vector<std::string> texts;
  for (size_t i = 0; i < 500; ++i) texts.push_back(random.Make({.symbols = random.Below(100)}));
  const Tokenizer tokenizer(DictionaryOf(SomeWords(random.Make({}), &random)));
  const auto all = tokenizer.Tokenize(texts, 4);
  ASSERT_EQ(all.size(), texts.size());
  for (size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(all[i], tokenizer.Tokenize(texts[i]));
}

TEST(TokenizerTest, TablesThatAreBuiltInAreThoseOfTheLexicon) {
  const Lexicon lexicon = Lexicon::Builtin();
  EXPECT_TRUE(Tokenizer::TablesOf(lexicon) == BuiltinTables());
  const Tokenizer made(lexicon);
  const Tokenizer read = Tokenizer::Builtin();
  EXPECT_EQ(read.lexicon_checksum(), made.lexicon_checksum());
  EXPECT_EQ(read.lexicon_size(), made.lexicon_size());
  EXPECT_EQ(read.bytes(), made.bytes());
  EXPECT_EQ(read.options(), made.options());
  EXPECT_EQ(read.rules(), Rules::kUnits);
  EXPECT_EQ(read.script(), Script::kAuto);
  const auto words = lexicon.Sorted();
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    RandomText random(seed);
    std::string text = "圖書館2024年iPhone15，";
    for (size_t i = 0; i < 300; ++i) text += words[random.Below(words.size())].first;
    text += random.Make({.symbols = 200});
    ASSERT_EQ(Tokenize(read, text), Tokenize(made, text)) << "seed " << seed;
  }
  const Tokenizer other = Tokenizer::Builtin({.script = Script::kNone});
  EXPECT_EQ(other.script(), Script::kNone);
}

}  // namespace
}  // namespace ciku
