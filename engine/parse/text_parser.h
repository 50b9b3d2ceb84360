// Parses sentences in text form into trees in text form.
#ifndef CIKU_ENGINE_PARSE_TEXT_PARSER_H_
#define CIKU_ENGINE_PARSE_TEXT_PARSER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lexicon/tokenizer.h"
#include "engine/parse/parser.h"
#include "engine/parse/sentence_tree.h"
#include "io/names.h"

namespace ciku {

// The names of formats, as --format takes them.
inline constexpr Named<TreeFormat> kTreeFormats[] = {
    {"tree", TreeFormat::kTree}, {"brackets", TreeFormat::kBrackets}, {"json", TreeFormat::kJson}};

// The most bytes that a sentence may have.
constexpr size_t kLongestSentenceText = size_t{64} << 10;

// Immutable; safe to share between threads.
class TextParser {
 public:
  // Parser and tokenizer must outlive it. If `tokenizer` is null, sentences are tokens separated by
  // spaces.
  TextParser(const Parser& parser, const Tokenizer* tokenizer, TreeFormat format)
      : parser_(parser), tokenizer_(tokenizer), format_(format) {}

  // A thread's buffers, used again for every sentence. Not safe for use by two threads at once.
  class Scratch {
   private:
    friend class TextParser;

    Parser::Scratch parser_;
    Tokenizer::Scratch tokenizer_;
    std::string valid_;
    std::vector<Token> tokens_;
    std::vector<std::string_view> words_;
  };

  // Appends the tree of a sentence to `out`, and returns the number of its tokens. Tokens of white
  // space alone are left out; bytes that are not valid UTF-8 are replaced with U+FFFD. Throws
  // InputError, which does not name the place of the sentence, if it has more bytes or tokens than
  // a sentence may have.
  size_t Parse(std::string_view sentence, Scratch* scratch, std::string* out) const;

  // About how much memory the parser and the tokenizer take, and a scratch at most.
  size_t shared_bytes() const {
    return parser_.bytes() + (tokenizer_ == nullptr ? 0 : tokenizer_->bytes());
  }
  size_t scratch_bytes() const {
    return parser_.scratch_bytes() + kBytesForEachOfSentence * kLongestSentenceText;
  }

 private:
  // The memory of the tokenizer and the parser for each byte of a sentence, besides the chart.
  static constexpr size_t kBytesForEachOfSentence = 128;

  void Divide(std::string_view sentence, Scratch* scratch) const;

  const Parser& parser_;
  const Tokenizer* const tokenizer_;
  const TreeFormat format_;
};

// Throws InputError: a sentence has more than kLongestSentenceText bytes.
[[noreturn]] void ThrowTooLong();

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_TEXT_PARSER_H_
