#include "engine/python/tokenizer.h"

#include <ciku/ciku.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/python/batch_cutter.h"
#include "engine/python/bindings.h"
#include "engine/python/text.h"

namespace py = pybind11;

namespace ciku {
namespace {

// Texts from this size on are tokenized without Python's lock: letting go of it and getting it back
// takes longer than tokenizing a short one.
constexpr size_t kLongText = 4096;

// What each thread needs to tokenize a text.
struct Buffers {
  Tokenizer::Scratch scratch;
  std::string text;
  std::vector<Token> tokens;
};

Buffers& BuffersOfThread() {
  thread_local Buffers buffers;
  return buffers;
}

// The number of characters of a text in UTF-8: of the bytes that begin one.
Py_ssize_t Characters(std::string_view text) {
  Py_ssize_t characters = 0;
  for (const char byte : text) characters += (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  return characters;
}

py::object Part(py::handle text, Py_ssize_t begin, Py_ssize_t end) {
  PyObject* const part = PyUnicode_Substring(text.ptr(), begin, end);
  if (part == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(part);
}

void AppendTo(const py::list& list, const py::object& item) {
  if (PyList_Append(list.ptr(), item.ptr()) != 0) throw py::error_already_set();
}

}  // namespace

ChangingTokenizer::ChangingTokenizer(const WordList* words, const TokenizerOptions& options,
                                     py::object token_type)
    : options_(options), token_type_(std::move(token_type)) {
  if (words != nullptr) lexicon_ = words->lexicon();
  Current();
}

std::shared_ptr<const Tokenizer> ChangingTokenizer::Current() {
  if (!tokenizer_) {
    tokenizer_ = std::make_shared<const Tokenizer>(lexicon_ ? Tokenizer(*lexicon_, options_)
                                                            : Tokenizer::Builtin(options_));
  }
  return tokenizer_;
}

Lexicon& ChangingTokenizer::lexicon() {
  if (!lexicon_) lexicon_ = Lexicon::Builtin();
  return *lexicon_;
}

void ChangingTokenizer::AddWords(const std::vector<UserWord>& words) {
  AddUserWords(words, &lexicon());
  tokenizer_.reset();
}

void ChangingTokenizer::AddFile(const std::string& path) {
  AddUserWords(std::vector<std::string>{path}, &lexicon());
  tokenizer_.reset();
}

void ChangingTokenizer::RemoveWord(const std::string& word) {
  if (!lexicon().Remove(word)) throw py::key_error(word);
  tokenizer_.reset();
}

template <typename Visit>
void ChangingTokenizer::ForEachToken(py::handle text, const Visit& visit) {
  Buffers& buffers = BuffersOfThread();
  buffers.text.clear();
  AppendText(text, "the text", &buffers.text);
  const std::shared_ptr<const Tokenizer> tokenizer = Current();
  const auto tokenize = [&] {
    tokenizer->Tokenize(buffers.text, &buffers.scratch, &buffers.tokens);
  };
  if (buffers.text.size() < kLongText) {
    tokenize();
  } else {
    const py::gil_scoped_release release;
    tokenize();
  }
  Py_ssize_t begin = 0;  // in characters
  for (const Token& token : buffers.tokens) {
    const std::string_view word = token.In(buffers.text);
    const Py_ssize_t end = begin + Characters(word);
    visit(word, begin, end);
    begin = end;
  }
}

py::list ChangingTokenizer::Cut(const py::object& text) {
  py::list words;
  ForEachToken(text, [&](std::string_view token, Py_ssize_t begin, Py_ssize_t end) {
    if (!IsOnlyWhiteSpace(token)) AppendTo(words, Part(text, begin, end));
  });
  return words;
}

py::list ChangingTokenizer::Tokenize(const py::object& text) {
  py::list tokens;
  ForEachToken(text, [&](std::string_view, Py_ssize_t begin, Py_ssize_t end) {
    const py::tuple fields(py::make_tuple(py::make_tuple(Part(text, begin, end), begin, end)));
    PyObject* const token = PyTuple_Type.tp_new(reinterpret_cast<PyTypeObject*>(token_type_.ptr()),
                                                fields.ptr(), nullptr);
    if (token == nullptr) throw py::error_already_set();
    AppendTo(tokens, py::reinterpret_steal<py::object>(token));
  });
  return tokens;
}

py::list ChangingTokenizer::CutBatch(const py::iterable& texts, size_t threads) {
  return BatchCutter(Current(), threads).Cut(texts);
}

void BindTokenizer(py::module_* module) {
  py::class_<ChangingTokenizer>(*module, "Tokenizer")
      .def(py::init<const WordList*, const TokenizerOptions&, py::object>())
      .def("cut", &ChangingTokenizer::Cut)
      .def("tokenize", &ChangingTokenizer::Tokenize)
      .def("cut_batch", &ChangingTokenizer::CutBatch)
      .def("add_words", &ChangingTokenizer::AddWords)
      .def("add_file", &ChangingTokenizer::AddFile)
      .def("remove_word", &ChangingTokenizer::RemoveWord)
      .def("count", [](ChangingTokenizer& tokenizer,
                       const std::string& word) { return tokenizer.lexicon().Count(word); })
      .def_property_readonly(
          "rules", [](ChangingTokenizer& tokenizer) { return tokenizer.Current()->rules(); });
}

}  // namespace ciku
