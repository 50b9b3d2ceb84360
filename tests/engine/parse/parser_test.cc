#include "engine/parse/parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "engine/parse/score.h"
#include "engine/templates/decimal.h"
#include "io/error.h"
#include "tests/random_text.h"

namespace ciku {
namespace {

using Sentence = std::vector<std::string_view>;
using Counts = std::map<std::string, uint64_t>;  // of templates, by text

// Finds every way in which the parts of a template from `part` on match the tokens [begin, end),
// and adds the places of all its words to `matches`.
void AddMatches(const Template& pattern, size_t part, const Sentence& tokens, size_t begin,
                size_t end, std::vector<size_t>* places,
                std::vector<std::vector<size_t>>* matches) {
  if (part == pattern.parts.size()) {
    if (begin == end) matches->push_back(*places);
  } else if (!pattern.parts[part]) {
    for (size_t gap_end = begin + 1; gap_end <= end; ++gap_end) {
      AddMatches(pattern, part + 1, tokens, gap_end, end, places, matches);
    }
  } else if (begin < end && tokens[begin] == *pattern.parts[part]) {
    places->push_back(begin);
    AddMatches(pattern, part + 1, tokens, begin + 1, end, places, matches);
    places->pop_back();
  }
}

// A parser that follows the definition, without any shortcut.
class NaiveParser {
 public:
  NaiveParser(const Counts& counts, double null_score, const Sentence& tokens)
      : tokens_(tokens), null_score_(ScoreFrom(null_score)) {
    double total = 0;
    for (const auto& [text, count] : counts) total += static_cast<double>(count);
    for (const auto& [text, count] : counts) {
      const double weight = std::log(static_cast<double>(count)) - std::log(total);
      patterns_.emplace_back(Template::FromText(text), ScoreFrom(weight));
    }
  }

  SentenceTree Parse() {
    return tokens_.empty() ? SentenceTree() : TreeOf(Best(0, tokens_.size()));
  }

 private:
  using Places = std::vector<size_t>;
  struct Solved {
    size_t begin;
    size_t end;
    Score score;
    std::optional<Places> places;
  };
  using Gap = std::pair<size_t, size_t>;

  static std::vector<Gap> GapsOf(const Solved& span) {
    std::vector<Gap> gaps;
    size_t done = span.begin;
    for (const size_t place : *span.places) {
      if (done < place) gaps.emplace_back(done, place);
      done = place + 1;
    }
    if (done < span.end) gaps.emplace_back(done, span.end);
    return gaps;
  }

  const Solved& Best(size_t begin, size_t end) {
    const auto solved = solved_.find({begin, end});
    if (solved != solved_.end()) return solved->second;
    using Order = std::tuple<double, long, Score, Places>;
    std::optional<Order> best_order;
    Solved best{begin, end, null_score_ * static_cast<Score>(end - begin - 1), std::nullopt};
    for (const auto& [parts, weight] : patterns_) {
      Places some;
      std::vector<Places> matches;
      AddMatches(parts, 0, tokens_, begin, end, &some, &matches);
      for (const Places& places : matches) {
        Solved span{begin, end, weight, places};
        for (const auto& [gap_begin, gap_end] : GapsOf(span)) {
          span.score += Best(gap_begin, gap_end).score;
        }
        const double rounded = std::floor((static_cast<double>(span.score) + 50'000) / 100'000);
        const Order order{-rounded, -static_cast<long>(places.size()), -span.score, places};
        if (best_order && *best_order < order) continue;
        best_order = order;
        best = span;
      }
    }
    return solved_.emplace(Gap(begin, end), best).first->second;
  }

  SentenceTree TreeOf(const Solved& span) {
    SentenceTree tree;
    tree.score = span.score;
    for (size_t at = span.begin; at < span.end; ++at) tree.content += tokens_[at];
    const std::vector<Gap> gaps = span.places ? GapsOf(span) : std::vector<Gap>();
    for (size_t at = span.begin; at < span.end;) {
      const auto gap =
          std::find_if(gaps.begin(), gaps.end(), [&](const Gap& each) { return each.first == at; });
      if (gap == gaps.end()) {
        tree.pattern.parts.emplace_back(std::string(tokens_[at++]));
      } else {
        tree.pattern.parts.emplace_back();
        tree.modules.push_back(TreeOf(Best(at, gap->second)));
        at = gap->second;
      }
    }
    return tree;
  }

  const Sentence& tokens_;
  const Score null_score_;
  std::vector<std::pair<Template, Score>> patterns_;  // with their weights
  std::map<Gap, Solved> solved_;
};

TemplateCounts CountsOf(const Counts& counts) {
  TemplateCounts templates;
  for (const auto& [text, count] : counts) {
    templates.Add(Template::FromText(text), Decimal(std::to_string(count)));
  }
  return templates;
}

std::string AsJson(const SentenceTree& tree) {
  std::string text;
  AppendTree(TreeFormat::kJson, tree, &text);
  return text;
}

std::string Brackets(const Counts& counts, const Sentence& tokens, double null_score = -20) {
  std::string text;
  AppendTree(TreeFormat::kBrackets, Parser(CountsOf(counts), {null_score}).Parse(tokens), &text);
  text.pop_back();
  return text;
}

constexpr std::string_view kWords[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"};

std::string RandomTemplate(size_t words, RandomText* random) {
  Template pattern;
  const uint64_t last = random->Below(4);
  if (random->Chance(0.5)) pattern.parts.emplace_back();
  for (uint64_t i = 0; i <= last; ++i) {
    if (i > 0 && random->Chance(0.6)) pattern.parts.emplace_back();
    pattern.parts.emplace_back(std::string(kWords[random->Below(words)]));
  }
  if (random->Chance(0.5)) pattern.parts.emplace_back();
  return pattern.Text();
}

TEST(ParserTest, RandomTemplatesAgreeWithTheDefinition) {
  for (uint64_t seed = 1; seed <= 4000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    RandomText random(seed);
    const size_t words = 1 + random.Below(std::size(kWords));
    // The scores of large counts that are nearly the same differ only in the digits that rounding
    // drops.
    const uint64_t base = random.Chance(0.3) ? 100'000 : 0;
    const uint64_t most = random.Chance(0.5) ? 3 : 30;
    Counts counts;
    for (uint64_t i = random.Below(25); i > 0; --i) {
      counts[RandomTemplate(words, &random)] = base + 1 + random.Below(most);
    }
    Sentence tokens;
    for (uint64_t i = random.Below(9); i > 0; --i) tokens.push_back(kWords[random.Below(words)]);
    if (!tokens.empty() && random.Chance(0.3)) tokens[random.Below(tokens.size())] = "外";
    const double null_score = random.Chance(0.5) ? -20 : -0.00004 * static_cast<double>(most);
    const Parser parser(CountsOf(counts), {null_score});
    ASSERT_EQ(AsJson(parser.Parse(tokens)),
              AsJson(NaiveParser(counts, null_score, tokens).Parse()));
  }
}

TEST(ParserTest, OneScratchServesManySentences) {
  RandomText random(1);
  Counts counts;
  for (int i = 0; i < 200; ++i) counts[RandomTemplate(8, &random)] = 1 + random.Below(9);
  const Parser parser(CountsOf(counts));
  Parser::Scratch scratch;
  for (int i = 0; i < 200; ++i) {
    Sentence tokens;
    for (uint64_t j = random.Below(40); j > 0; --j) tokens.push_back(kWords[random.Below(8)]);
    ASSERT_EQ(AsJson(parser.Parse(tokens, &scratch)), AsJson(parser.Parse(tokens)));
  }
}

TEST(ParserTest, TemplatesNest) {
  EXPECT_EQ(Brackets({{"[X] 的 [X]", 3}, {"[X] 是 [X]", 2}, {"我们 [X]", 1}},
                     {"这", "是", "我们", "班", "的", "同学"}),
            "(这) 是 (我们 ((班) 的 (同学)))");
}

TEST(ParserTest, GapsAreOneTokenOrMore) {
  const Counts counts = {{"[X] 的 [X]", 1}};
  EXPECT_EQ(Brackets(counts, {"的"}), "的");
  EXPECT_EQ(Brackets(counts, {"我", "的"}), "我 的");
  EXPECT_EQ(Brackets(counts, {"我", "的", "书", "包"}), "(我) 的 (书 包)");
  EXPECT_EQ(Brackets({{"我 [X] 你", 1}}, {"我", "你"}), "我 你");
}

TEST(ParserTest, WhatTiesIsDecidedByTheRules) {
  // Scores that are the same to four decimals: more words win.
  EXPECT_EQ(Brackets({{"[X] 丙", 100'001}, {"甲 [X] 丙", 100'000}}, {"甲", "乙", "丙"}),
            "甲 (乙) 丙");
  // The same number of words: the larger score wins.
  EXPECT_EQ(Brackets({{"[X] 乙", 100'001}, {"甲 [X]", 100'000}}, {"甲", "乙"}), "(甲) 乙");
  // The same score: the words that come first win.
  EXPECT_EQ(Brackets({{"[X] 丙", 1}, {"甲 [X]", 1}}, {"甲", "乙", "丙"}), "甲 ((乙) 丙)");
  EXPECT_EQ(Brackets({{"甲 [X] 丙 [X]", 1}, {"甲 [X] 乙 [X]", 1}}, {"甲", "戊", "乙", "丙", "丁"}),
            "甲 (戊) 乙 (丙 丁)");
  EXPECT_EQ(Brackets({{"[X] 乙 [X]", 1}}, {"甲", "乙", "乙", "丙"}), "(甲) 乙 (乙 丙)");
}

TEST(ParserTest, ATemplateIsTakenHoweverBad) {
  EXPECT_EQ(Brackets({{"[X] 乙", 1}, {"丁", 1'000'000}}, {"甲", "乙"}, -0.1), "(甲) 乙");
}

TEST(ParserTest, AnEmptySentenceIsAnEmptyTree) {
  const SentenceTree tree = Parser(CountsOf({{"甲", 1}})).Parse(Sentence());
  EXPECT_TRUE(tree.pattern.parts.empty());
  EXPECT_TRUE(tree.modules.empty());
  EXPECT_EQ(tree.content, "");
  EXPECT_EQ(tree.score, 0);
}

TEST(ParserTest, WithoutTemplatesWordsStandAlone) {
  const SentenceTree tree = Parser(TemplateCounts()).Parse(Sentence{"甲", "乙", "丙"});
  EXPECT_EQ(tree.pattern.Text(), "甲 乙 丙");
  EXPECT_EQ(tree.score, -40 * kScoreUnit);
}

TEST(ParserTest, CountsOfAnySize) {
  TemplateCounts counts;
  counts.Add(Template::FromText("甲 [X]"), Decimal(std::string(2000, '9')));
  counts.Add(Template::FromText("[X] 乙"), Decimal("0.25"));
  const SentenceTree tree = Parser(counts).Parse(Sentence{"甲", "乙"});
  EXPECT_EQ(tree.pattern.Text(), "甲 [X]");
  EXPECT_EQ(tree.score, 0);
}

TEST(ParserTest, LongSentences) {
  // 200 tokens of a few words, and many templates that match nearly everywhere.
  RandomText random(7);
  Counts counts;
  while (counts.size() < 2000) counts[RandomTemplate(8, &random)] = 1 + random.Below(1000);
  const Parser parser(CountsOf(counts));
  Sentence tokens;
  while (tokens.size() < 200) tokens.push_back(kWords[random.Below(8)]);
  std::string content;
  for (const std::string_view token : tokens) content += token;
  EXPECT_EQ(parser.Parse(tokens).content, content);
  tokens.assign(kLongestSentence, "外");
  EXPECT_EQ(parser.Parse(tokens).pattern.parts.size(), kLongestSentence);
  tokens.assign(kLongestSentence + 1, "外");
  EXPECT_THROW(parser.Parse(tokens), InputError);
}

TEST(ParserTest, NullScoresHaveBounds) {
  EXPECT_THROW(Parser(TemplateCounts(), {1.1e6}), UsageError);
  EXPECT_THROW(Parser(TemplateCounts(), {std::nan("")}), UsageError);
}

}  // namespace
}  // namespace ciku
