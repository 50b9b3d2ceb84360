#include "engine/parse/sentence_tree.h"

#include <fmt/core.h>

#include <cstdlib>
#include <string_view>

#include "engine/parse/score.h"
#include "io/json.h"

namespace ciku {
namespace {

// Calls word(text) or module(tree) for each part of the template, in order, and between() between
// two parts.
template <typename Word, typename Module, typename Between>
void ForEachPart(const SentenceTree& tree, const Word& word, const Module& module,
                 const Between& between) {
  auto next = tree.modules.begin();
  bool is_first = true;
  for (const TemplatePart& part : tree.pattern.parts) {
    if (!is_first) between();
    is_first = false;
    if (part) {
      word(*part);
    } else {
      module(*next++);
    }
  }
}

// Draws a stretch in the current line, and its modules in the lines below, which begin with
// `indent`.
void Draw(const SentenceTree& tree, std::string* indent, std::string* out) {
  ForEachPart(
      tree, [&](const std::string& word) { out->append(word); },
      [&](const SentenceTree& module) { out->append("(").append(module.content).append(")"); },
      [&] { out->push_back(' '); });
  out->push_back('\n');
  const size_t size = indent->size();
  for (const SentenceTree& module : tree.modules) {
    const bool is_last = &module == &tree.modules.back();
    out->append(*indent).append(is_last ? "└─ " : "├─ ");
    indent->append(is_last ? "   " : "│  ");
    Draw(module, indent, out);
    indent->resize(size);
  }
}

void AppendBrackets(const SentenceTree& tree, std::string* out) {
  const auto word = [&](std::string_view token) {
    for (const char c : token) {
      if (c == '(' || c == ')' || c == '\\' || c == ' ') out->push_back('\\');
      out->push_back(c);
    }
  };
  const auto module = [&](const SentenceTree& below) {
    out->push_back('(');
    AppendBrackets(below, out);
    out->push_back(')');
  };
  ForEachPart(tree, word, module, [&] { out->push_back(' '); });
}

std::string FourDecimals(Score score) {
  const int64_t rounded = InTenThousandths(score);
  const int64_t size = std::abs(rounded);
  return fmt::format("{}{}.{:04}", rounded < 0 ? "-" : "", size / 10'000, size % 10'000);
}

void AppendJson(const SentenceTree& tree, std::string* out) {
  const auto comma = [&] { out->push_back(','); };
  out->append("{\"template\":[");
  ForEachPart(
      tree, [&](const std::string& word) { out->append(JsonString(word)); },
      [&](const SentenceTree&) { out->append("null"); }, comma);
  out->append(fmt::format("],\"content\":{},\"score\":{},\"modules\":[", JsonString(tree.content),
                          FourDecimals(tree.score)));
  for (const SentenceTree& module : tree.modules) {
    if (&module != &tree.modules.front()) comma();
    AppendJson(module, out);
  }
  out->append("]}");
}

}  // namespace

void AppendTree(TreeFormat format, const SentenceTree& tree, std::string* out) {
  std::string indent;
  switch (format) {
    case TreeFormat::kTree:
      Draw(tree, &indent, out);
      break;
    case TreeFormat::kBrackets:
      AppendBrackets(tree, out);
      break;
    case TreeFormat::kJson:
      AppendJson(tree, out);
      break;
  }
  out->push_back('\n');
}

}  // namespace ciku
