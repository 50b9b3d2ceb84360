#include <ciku/ciku.h>
#include <fmt/core.h>
#include <pybind11/stl.h>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "engine/python/bindings.h"
#include "engine/python/text.h"
#include "engine/python/tokenizer.h"

namespace py = pybind11;

namespace ciku {
namespace {

// Parses tokens, of which those of white space alone are left out.
template <typename Tokens>
SentenceTree Parse(const Parser& parser, const Tokens& tokens) {
  std::vector<std::string_view> words;
  for (const std::string_view token : tokens) {
    if (!IsOnlyWhiteSpace(token)) words.push_back(token);
  }
  return parser.Parse(words);
}

SentenceTree ParseTokens(const Parser& parser, const std::vector<std::string>& tokens) {
  const py::gil_scoped_release release;
  return Parse(parser, tokens);
}

SentenceTree ParseText(const Parser& parser, ChangingTokenizer* tokenizer, const py::object& text) {
  const std::string sentence = TextOf(text, "the sentence");
  const auto current = tokenizer->Current();
  const py::gil_scoped_release release;
  return Parse(parser, current->Tokenize(sentence));
}

std::string Drawn(const SentenceTree& tree, TreeFormat format) {
  std::string text;
  AppendTree(format, tree, &text);
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

// A score in natural logarithms, rounded to four decimals like those of the program.
double ScoreOf(const SentenceTree& tree) {
  return std::round(static_cast<double>(tree.score) / 1e5) / 1e4;
}

}  // namespace

void BindParser(py::module_* module) {
  py::class_<SentenceTree>(*module, "SentenceTree")
      .def_property_readonly("template",
                             [](const SentenceTree& tree) { return PartsOf(tree.pattern); })
      .def_readonly("content", &SentenceTree::content)
      .def_property_readonly("modules", [](const SentenceTree& tree) { return tree.modules; })
      .def_property_readonly("score", &ScoreOf)
      .def("drawn", [](const SentenceTree& tree) { return Drawn(tree, TreeFormat::kTree); })
      .def("brackets", [](const SentenceTree& tree) { return Drawn(tree, TreeFormat::kBrackets); })
      .def("json", [](const SentenceTree& tree) { return Drawn(tree, TreeFormat::kJson); });
  py::class_<Parser>(*module, "Parser")
      .def(py::init([](const TemplateCounts& templates, double null_score) {
        return Parser(templates, {.null_score = null_score});
      }))
      .def("__len__", &Parser::size)
      .def("parse_tokens", &ParseTokens)
      .def("parse_text", &ParseText);
}

}  // namespace ciku
