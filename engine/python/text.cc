#include "engine/python/text.h"

#include <ciku/error.h>
#include <fmt/core.h>

namespace py = pybind11;

namespace ciku {
namespace {

// Appends characters of one width. Returns the index of the first that is a surrogate, or `size`.
template <typename Character>
Py_ssize_t AppendCharacters(const Character* text, Py_ssize_t size, std::string* out) {
  constexpr size_t kWidest = sizeof(Character) == 1 ? 2 : sizeof(Character) == 2 ? 3 : 4;
  const size_t before = out->size();
  out->resize(before + kWidest * static_cast<size_t>(size));
  char* to = out->data() + before;
  Py_ssize_t i = 0;
  for (; i < size; ++i) {
    const uint32_t c = text[i];
    const auto rest = [c](unsigned shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
    if (c >= 0x800 && c < 0xD800) {  // nearly all of Chinese
      *to++ = static_cast<char>(0xE0 | c >> 12);
      *to++ = rest(6);
      *to++ = rest(0);
    } else if (c < 0x80) {
      *to++ = static_cast<char>(c);
    } else if (c < 0x800) {
      *to++ = static_cast<char>(0xC0 | c >> 6);
      *to++ = rest(0);
    } else if (c < 0x10000) {
      if (c < 0xE000) break;
      *to++ = static_cast<char>(0xE0 | c >> 12);
      *to++ = rest(6);
      *to++ = rest(0);
    } else {
      *to++ = static_cast<char>(0xF0 | c >> 18);
      *to++ = rest(12);
      *to++ = rest(6);
      *to++ = rest(0);
    }
  }
  out->resize(static_cast<size_t>(to - out->data()));
  return i;
}

std::string Numbered(size_t number) { return fmt::format("text {} (counted from 0)", number); }

[[noreturn]] void ThrowNoStr(py::handle object, const std::string& what) {
  const bool is_missing = object.is_none() || PyFloat_Check(object.ptr()) != 0;
  throw py::type_error(fmt::format(
      "{} is not a str but {}{}", what, object.is_none() ? "None" : Py_TYPE(object.ptr())->tp_name,
      is_missing ? "; missing values have to be left out: dropna(), WHERE ... IS NOT NULL" : ""));
}

}  // namespace

std::optional<Py_ssize_t> AppendUtf8(PyObject* text, std::string* out) {
  const Py_ssize_t size = PyUnicode_GET_LENGTH(text);
  Py_ssize_t done = size;
  if (PyUnicode_IS_ASCII(text)) {
    out->append(reinterpret_cast<const char*>(PyUnicode_1BYTE_DATA(text)),
                static_cast<size_t>(size));
  } else if (PyUnicode_KIND(text) == PyUnicode_1BYTE_KIND) {
    done = AppendCharacters(PyUnicode_1BYTE_DATA(text), size, out);
  } else if (PyUnicode_KIND(text) == PyUnicode_2BYTE_KIND) {
    done = AppendCharacters(PyUnicode_2BYTE_DATA(text), size, out);
  } else {
    done = AppendCharacters(PyUnicode_4BYTE_DATA(text), size, out);
  }
  return done == size ? std::nullopt : std::optional(done);
}

void AppendText(py::handle text, const std::string& what, std::string* out) {
  if (!PyUnicode_Check(text.ptr())) ThrowNoStr(text, what);
  if (const auto place = AppendUtf8(text.ptr(), out)) {
    throw InputError(fmt::format(
        "{}: character {} is a lone surrogate (U+{:04X}), which is no text; errors='replace' where "
        "the text was decoded keeps such out",
        what, *place, static_cast<uint32_t>(PyUnicode_READ_CHAR(text.ptr(), *place))));
  }
}

std::string TextOf(py::handle text, const std::string& what) {
  std::string out;
  AppendText(text, what, &out);
  return out;
}

void AppendNumbered(py::handle text, size_t number, std::string* out) {
  const size_t before = out->size();
  if (PyUnicode_Check(text.ptr()) && !AppendUtf8(text.ptr(), out)) return;
  out->resize(before);
  AppendText(text, Numbered(number), out);
}

py::object TextInRow(py::handle row) {
  const auto borrowed = py::reinterpret_borrow<py::object>(row);
  if (PyUnicode_Check(row.ptr())) return borrowed;
  if (PyTuple_Check(row.ptr())) {
    return PyTuple_GET_SIZE(row.ptr()) == 1
               ? py::reinterpret_borrow<py::object>(PyTuple_GET_ITEM(row.ptr(), 0))
               : borrowed;
  }
  // sqlite3.Row has names and places, a mapping has no places.
  if (PySequence_Check(row.ptr()) && py::hasattr(row, "keys") && py::len(row) == 1) {
    return py::reinterpret_steal<py::object>(PySequence_GetItem(row.ptr(), 0));
  }
  return borrowed;
}

void CheckNumbered(py::handle text, size_t number) {
  if (!PyUnicode_Check(text.ptr())) ThrowNoStr(text, Numbered(number));
}

py::tuple PartsOf(const Template& pattern) {
  py::tuple parts(pattern.parts.size());
  for (size_t i = 0; i < pattern.parts.size(); ++i) {
    const TemplatePart& part = pattern.parts[i];
    parts[i] = part ? py::object(ToStr(*part)) : py::object(py::none());
  }
  return parts;
}

py::str MessageText(std::string_view message) {
  PyObject* const text = PyUnicode_DecodeUTF8(
      message.data(), static_cast<Py_ssize_t>(message.size()), "surrogateescape");
  if (text == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::str>(text);
}

}  // namespace ciku
