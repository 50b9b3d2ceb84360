// A tokenizer whose lexicon may change.
#ifndef CIKU_ENGINE_PYTHON_TOKENIZER_H_
#define CIKU_ENGINE_PYTHON_TOKENIZER_H_

#include <ciku/tokenizer.h>
#include <ciku/user_words.h>
#include <ciku/word_list.h>
#include <pybind11/pybind11.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ciku {

// All functions need Python's lock, which guards the lexicon. A tokenizer is made anew when it is
// used for the first time after a change; those that are at work keep theirs.
class ChangingTokenizer {
 public:
  // Copies the words; if there are none, takes those of the built-in lexicon. `token_type` is the
  // class of what Tokenize returns, a tuple of a word, its beginning and its end.
  ChangingTokenizer(const WordList* words, const TokenizerOptions& options,
                    pybind11::object token_type);

  std::shared_ptr<const Tokenizer> Current();
  // The words; those of the built-in lexicon are loaded when somebody asks for them.
  Lexicon& lexicon();

  // Returns the tokens of a text, without those of white space.
  pybind11::list Cut(const pybind11::object& text);
  // The same for many texts.
  pybind11::list CutBatch(const pybind11::iterable& texts, size_t threads);
  // Returns all tokens of a text, with their places in characters.
  pybind11::list Tokenize(const pybind11::object& text);

  void AddWords(const std::vector<UserWord>& words);
  // The same for the words of a lexicon file.
  void AddFile(const std::string& path);
  // Throws KeyError.
  void RemoveWord(const std::string& word);

 private:
  // Calls visit(token, begin, end) for all tokens of a text, with their places in characters.
  template <typename Visit>
  void ForEachToken(pybind11::handle text, const Visit& visit);

  std::optional<Lexicon> lexicon_;
  const TokenizerOptions options_;
  const pybind11::object token_type_;
  std::shared_ptr<const Tokenizer> tokenizer_;  // null after a change
};

}  // namespace ciku

#endif  // CIKU_ENGINE_PYTHON_TOKENIZER_H_
