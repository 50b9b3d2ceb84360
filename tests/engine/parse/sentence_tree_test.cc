#include "engine/parse/sentence_tree.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "engine/parse/score.h"
#include "engine/templates/decimal.h"

namespace ciku {
namespace {

SentenceTree Leaf(const std::string& word, Score score = 0) {
  SentenceTree tree;
  tree.pattern.parts = {word};
  tree.content = word;
  tree.score = score;
  return tree;
}

// ((这) 是 (我们 (班))) 的 (同学)
SentenceTree Example() {
  SentenceTree ours{Template::FromText("我们 [X]"), "我们班", {Leaf("班")}, -kScoreUnit / 3};
  SentenceTree is{Template::FromText("[X] 是 [X]"), "这是我们班", {Leaf("这"), std::move(ours)}, 0};
  is.score = -2 * kScoreUnit;
  return {Template::FromText("[X] 的 [X]"),
          "这是我们班的同学",
          {std::move(is), Leaf("同学", kCompared / 2)},
          -1'234'567'849'999};
}

std::string TextOf(TreeFormat format, const SentenceTree& tree) {
  std::string text;
  AppendTree(format, tree, &text);
  return text;
}

TEST(SentenceTreeTest, Drawn) {
  EXPECT_EQ(TextOf(TreeFormat::kTree, Example()),
            "(这是我们班) 的 (同学)\n"
            "├─ (这) 是 (我们班)\n"
            "│  ├─ 这\n"
            "│  └─ 我们 (班)\n"
            "│     └─ 班\n"
            "└─ 同学\n"
            "\n");
}

TEST(SentenceTreeTest, Brackets) {
  EXPECT_EQ(TextOf(TreeFormat::kBrackets, Example()), "((这) 是 (我们 (班))) 的 (同学)\n");
  EXPECT_EQ(TextOf(TreeFormat::kBrackets, Leaf("f(x)\\")), "f\\(x\\)\\\\\n");
}

TEST(SentenceTreeTest, Json) {
  EXPECT_EQ(
      TextOf(TreeFormat::kJson, Example()),
      "{\"template\":[null,\"的\",null],\"content\":\"这是我们班的同学\",\"score\":-1234.5678,"
      "\"modules\":[{\"template\":[null,\"是\",null],\"content\":\"这是我们班\",\"score\":-2.0000,"
      "\"modules\":[{\"template\":[\"这\"],\"content\":\"这\",\"score\":0.0000,\"modules\":[]},"
      "{\"template\":[\"我们\",null],\"content\":\"我们班\",\"score\":-0.3333,\"modules\":["
      "{\"template\":[\"班\"],\"content\":\"班\",\"score\":0.0000,\"modules\":[]}]}]},"
      "{\"template\":[\"同学\"],\"content\":\"同学\",\"score\":0.0001,\"modules\":[]}]}\n");
  EXPECT_EQ(TextOf(TreeFormat::kJson, Leaf("\"\t", -kCompared / 2)),
            "{\"template\":[\"\\\"\\t\"],\"content\":\"\\\"\\t\",\"score\":0.0000,"
            "\"modules\":[]}\n");
}

TEST(SentenceTreeTest, OfAnEmptySentence) {
  EXPECT_EQ(TextOf(TreeFormat::kTree, {}), "\n\n");
  EXPECT_EQ(TextOf(TreeFormat::kBrackets, {}), "\n");
  EXPECT_EQ(TextOf(TreeFormat::kJson, {}),
            "{\"template\":[],\"content\":\"\",\"score\":0.0000,\"modules\":[]}\n");
}

}  // namespace
}  // namespace ciku
