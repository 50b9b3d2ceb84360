// Parses sentences into trees of templates (S5597).
#ifndef CIKU_ENGINE_PARSE_PARSER_H_
#define CIKU_ENGINE_PARSE_PARSER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "ciku/sentence_tree.h"
#include "ciku/template.h"

namespace ciku {

class TemplateTrie;

// The most tokens that a sentence may have: the memory for a sentence grows with the square of its
// tokens, and the time with their cube.
constexpr size_t kLongestSentence = 1000;

// How far from 0 a null score may be.
constexpr double kMostNullScore = 1e6;

struct ParserOptions {
  // The score of two neighbouring tokens in a span that no template matches.
  double null_score = -20;
};

// Finds the best nesting of templates for a sentence, by the rules at the beginning of
// engine/parse/chart.h. Immutable; safe to share between threads.
class Parser {
 public:
  // Copies the templates. Throws UsageError if the null score is not between -kMostNullScore and
  // kMostNullScore.
  explicit Parser(const TemplateCounts& templates, ParserOptions options = {});

  // A thread's buffers, used again for every sentence. Not safe for use by two threads at once.
  class Scratch {
   public:
    Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;
    ~Scratch();

   private:
    friend class Parser;
    struct State;
    std::unique_ptr<State> state_;
  };

  // The tree of a sentence of these tokens. Throws InputError, which does not name the place of the
  // sentence, if there are more than kLongestSentence tokens.
  SentenceTree Parse(std::span<const std::string_view> tokens, Scratch* scratch) const;

  // The same for a single sentence, with a scratch of its own.
  SentenceTree Parse(std::span<const std::string_view> tokens) const;

  // About the most bytes that a scratch takes.
  size_t scratch_bytes() const;

  // The number of templates, and about how many bytes they take.
  size_t size() const;
  size_t bytes() const;

  const ParserOptions& options() const { return options_; }

  // Tells the templates from others.
  uint64_t templates_checksum() const { return templates_checksum_; }

 private:
  SentenceTree TreeOf(std::span<const std::string_view> tokens, const Scratch::State& scratch,
                      size_t begin, size_t end) const;

  const ParserOptions options_;
  const int64_t null_score_;  // in billionths
  const uint64_t templates_checksum_;
  std::shared_ptr<const TemplateTrie> trie_;
};

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_PARSER_H_
