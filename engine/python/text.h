// Text between Python and the library.
#ifndef CIKU_ENGINE_PYTHON_TEXT_H_
#define CIKU_ENGINE_PYTHON_TEXT_H_

#include <ciku/template.h>
#include <pybind11/pybind11.h>

#include <optional>
#include <string>
#include <string_view>

namespace ciku {

// Appends a str to `out`, in UTF-8. Returns the place of the first lone surrogate, which is no
// text, instead; `out` then holds what is before it. Unlike PyUnicode_AsUTF8 it leaves no copy in
// the str, which would double the memory of a user's texts.
std::optional<Py_ssize_t> AppendUtf8(PyObject* text, std::string* out);

// The same for an argument of a function. Throws TypeError if it is no str, and InputError if it
// holds a lone surrogate; `what` is the subject of the message, such as "text 3".
void AppendText(pybind11::handle text, const std::string& what, std::string* out);
std::string TextOf(pybind11::handle text, const std::string& what);

// The same for one of many texts, whose number, from 0 on, the message tells.
void AppendNumbered(pybind11::handle text, size_t number, std::string* out);

// A row of a cursor that has one column stands for the text in it. Returns that, or what was given.
pybind11::object TextInRow(pybind11::handle row);

// Throws TypeError if such a text is no str.
void CheckNumbered(pybind11::handle text, size_t number);

// Returns valid UTF-8 as a str.
inline pybind11::str ToStr(std::string_view text) { return {text.data(), text.size()}; }

// Returns the parts of a template: words, and None for gaps.
pybind11::tuple PartsOf(const Template& pattern);

// Returns a message, in which names of files may be any bytes, as a str.
pybind11::str MessageText(std::string_view message);

}  // namespace ciku

#endif  // CIKU_ENGINE_PYTHON_TEXT_H_
