#include "engine/parse/parser.h"

#include <fmt/core.h>

#include <cmath>
#include <string>

#include "engine/parse/chart.h"
#include "engine/parse/placement.h"
#include "engine/parse/template_trie.h"
#include "io/error.h"

namespace ciku {
namespace {

Score CheckedNullScore(double score) {
  if (std::abs(score) <= kMostNullScore) return ScoreFrom(score);
  throw UsageError(fmt::format("a null score of {} is not between {} and {}", score,
                               -kMostNullScore, kMostNullScore));
}

}  // namespace

struct Parser::Scratch::State {
  Chart chart;
  std::vector<TemplateTrie::Word> words;
};

Parser::Scratch::Scratch() : state_(std::make_unique<State>()) {}
Parser::Scratch::Scratch(Scratch&&) noexcept = default;
Parser::Scratch& Parser::Scratch::operator=(Scratch&&) noexcept = default;
Parser::Scratch::~Scratch() = default;

Parser::Parser(const TemplateCounts& templates, ParserOptions options)
    : options_(options),
      null_score_(CheckedNullScore(options.null_score)),
      templates_checksum_(templates.Checksum()),
      trie_(std::make_shared<const TemplateTrie>(templates)) {}

size_t Parser::scratch_bytes() const { return Chart::Memory(kLongestSentence, trie_->words()); }
size_t Parser::size() const { return trie_->size(); }
size_t Parser::bytes() const { return trie_->bytes(); }

SentenceTree Parser::Parse(std::span<const std::string_view> tokens, Scratch* scratch) const {
  if (tokens.size() > kLongestSentence) {
    throw InputError(
        fmt::format("a sentence of {} tokens is too long; divide it into sentences of at most {}",
                    tokens.size(), kLongestSentence));
  }
  if (tokens.empty()) return {};
  Scratch::State* const state = scratch->state_.get();
  state->words.clear();
  for (const std::string_view token : tokens) state->words.push_back(trie_->Find(token));
  state->chart.Fill(*trie_, null_score_, state->words);
  return TreeOf(tokens, *state, 0, tokens.size());
}

SentenceTree Parser::Parse(std::span<const std::string_view> tokens) const {
  Scratch scratch;
  return Parse(tokens, &scratch);
}

// The tree of the span [begin, end), which must not be empty.
SentenceTree Parser::TreeOf(std::span<const std::string_view> tokens, const Scratch::State& scratch,
                            size_t begin, size_t end) const {
  const Chart& chart = scratch.chart;
  SentenceTree tree;
  tree.score = chart.ScoreOf(begin, end);
  const auto add_word = [&](size_t at) {
    tree.pattern.parts.emplace_back(std::string(tokens[at]));
    tree.content.append(tokens[at]);
  };
  size_t done = begin;
  const auto add_gap = [&](size_t up_to) {
    tree.pattern.parts.emplace_back();
    tree.modules.push_back(TreeOf(tokens, scratch, done, up_to));
    tree.content.append(tree.modules.back().content);
  };
  const uint32_t pattern = chart.PatternOf(begin, end);
  if (pattern == Chart::kNone) {
    for (size_t at = begin; at < end; ++at) add_word(at);
    return tree;
  }
  const std::span<const TemplateTrie::Word> parts = trie_->PartsOf(trie_->PatternAt(pattern));
  for (const size_t place : PlaceWords(chart, scratch.words, parts, begin, end)) {
    if (done < place) add_gap(place);
    add_word(place);
    done = place + 1;
  }
  if (done < end) add_gap(end);
  return tree;
}

}  // namespace ciku
