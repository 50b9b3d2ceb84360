#include "engine/parse/text_parser.h"

#include <fmt/core.h>

#include <algorithm>

#include "engine/text/invalid_utf8.h"
#include "engine/text/white_space.h"
#include "io/error.h"
#include "io/utf8.h"

namespace ciku {

size_t TextParser::Parse(std::string_view sentence, Scratch* scratch, std::string* out) const {
  if (sentence.size() > kLongestSentenceText) ThrowTooLong();
  if (!IsValidUtf8(sentence)) {
    scratch->valid_.clear();
    AppendValidUtf8(sentence, &scratch->valid_);
    sentence = scratch->valid_;
  }
  Divide(sentence, scratch);
  AppendTree(format_, parser_.Parse(scratch->words_, &scratch->parser_), out);
  return scratch->words_.size();
}

// Divides a sentence of valid UTF-8 into tokens, and leaves out those of white space alone.
void TextParser::Divide(std::string_view sentence, Scratch* scratch) const {
  scratch->words_.clear();
  const auto add = [&](std::string_view token) {
    if (!IsOnlyWhiteSpace(token)) scratch->words_.push_back(token);
  };
  if (tokenizer_ != nullptr) {
    tokenizer_->Tokenize(sentence, &scratch->tokenizer_, &scratch->tokens_);
    for (const Token& token : scratch->tokens_) add(token.In(sentence));
    return;
  }
  for (size_t begin = 0; begin < sentence.size();) {
    const size_t end = std::min(sentence.find(' ', begin), sentence.size());
    add(sentence.substr(begin, end - begin));
    begin = end + 1;
  }
}

void ThrowTooLong() {
  throw InputError(
      fmt::format("a sentence of more than {} bytes is too long; divide it", kLongestSentenceText));
}

}  // namespace ciku
