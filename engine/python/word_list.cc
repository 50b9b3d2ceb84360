#include <ciku/comparison.h>
#include <ciku/error.h>
#include <ciku/word_list.h>
#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/python/bindings.h"
#include "engine/python/text.h"

namespace py = pybind11;

namespace ciku {
namespace {

py::list WordsIn(const WordList& list, size_t begin, size_t end) {
  begin = std::min(begin, list.size());
  end = std::clamp(end, begin, list.size());
  py::list words(end - begin);
  for (size_t i = begin; i < end; ++i) {
    PyList_SET_ITEM(words.ptr(), static_cast<Py_ssize_t>(i - begin),
                    ToStr(list.word(i)).release().ptr());
  }
  return words;
}

py::array_t<int64_t> CountsOf(const WordList& list) {
  py::array_t<int64_t> counts(static_cast<py::ssize_t>(list.size()));
  int64_t* const to = counts.mutable_data();
  for (size_t i = 0; i < list.size(); ++i) to[i] = static_cast<int64_t>(list.count(i));
  return counts;
}

// The names of the statistics that the words have.
std::vector<std::string> ColumnNames(const WordList& list) {
  std::vector<std::string> names;
  for (const Statistic& statistic : AllStatistics()) {
    if (!statistic.column.empty() && statistic.IsKnown(list.known())) {
      names.emplace_back(statistic.column);
    }
  }
  return names;
}

// A statistic of all words: NaN where a word has none. Throws KeyError.
py::array_t<double> ColumnOf(const WordList& list, const std::string& name) {
  for (const Statistic& statistic : AllStatistics()) {
    if (statistic.column != name || !statistic.IsKnown(list.known())) continue;
    py::array_t<double> column(static_cast<py::ssize_t>(list.size()));
    double* const to = column.mutable_data();
    for (size_t i = 0; i < list.size(); ++i) {
      to[i] =
          statistic.value(*list.statistics(i)).value_or(std::numeric_limits<double>::quiet_NaN());
    }
    return column;
  }
  throw py::key_error(name);
}

// The names of all statistics, as --sort and thresholds take them.
std::vector<std::string> StatisticNames() {
  std::vector<std::string> names;
  for (const Statistic& statistic : AllStatistics()) names.emplace_back(statistic.name);
  return names;
}

void AddWord(WordList* list, const py::object& word, uint64_t count) {
  const std::string text = TextOf(word, "the word");
  const auto is_control = [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; };
  if (std::any_of(text.begin(), text.end(), is_control)) {
    throw InputError("the word '" + Printable(text) + "' holds a control character");
  }
  if (count == 0) throw InputError("the word '" + text + "' counts less than once");
  list->Add(text, count);
}

bool IsWhole(const std::string& name) {
  const auto all = AllStatistics();
  return std::any_of(all.begin(), all.end(), [&](const Statistic& statistic) {
    return statistic.column == name && statistic.is_count;
  });
}

WordList Minus(const WordList& list, const WordList& other) {
  WordList rest(list.known());
  rest.set_rules(list.lexicon().rules());
  for (size_t i = 0; i < list.size(); ++i) {
    if (!other.Find(list.word(i))) rest.Add(list.word(i), list.count(i), list.statistics(i));
  }
  return rest;
}

py::tuple ToTuple(const std::optional<Ranked>& ranked) {
  return ranked ? py::make_tuple(ranked->rank, ranked->count)
                : py::make_tuple(py::none(), py::none());
}

// The numbers of words in a, b and both, the rank correlation, and a row of word, rank and count in
// a, rank and count in b for each word.
py::tuple CompareLists(const WordList& a, const WordList& b) {
  Comparison comparison;
  {
    const py::gil_scoped_release release;
    comparison = Compare(a, b);
  }
  py::list rows;
  for (const ComparedWord& word : comparison.words) {
    rows.append(py::make_tuple(word.word) + ToTuple(word.a) + ToTuple(word.b));
  }
  return py::make_tuple(comparison.a, comparison.b, comparison.both, comparison.correlation, rows);
}

}  // namespace

void BindWordList(py::module_* module) {
  const auto unlocked = py::call_guard<py::gil_scoped_release>();
  py::class_<WordList>(*module, "WordList")
      .def(py::init<>())
      .def_static("load", &WordList::Load, unlocked)
      .def("__len__", &WordList::size)
      .def("add", [](WordList& list, const py::object& word,
                     uint64_t count) { AddWord(&list, word, count); })
      .def_static("statistic_names", &StatisticNames)
      .def("find",
           [](const WordList& list, const py::str& word) -> std::optional<size_t> {
             std::string text;
             if (AppendUtf8(word.ptr(), &text)) return std::nullopt;
             return list.Find(text);
           })
      .def("word", [](const WordList& list, size_t i) { return ToStr(list.word(i)); })
      .def("count", &WordList::count)
      .def("words", &WordsIn)
      .def("counts", &CountsOf)
      .def_property_readonly("total", [](const WordList& list) { return list.lexicon().total(); })
      .def_property_readonly("column_names", &ColumnNames)
      .def("column", &ColumnOf)
      .def_static("is_whole", &IsWhole)
      .def_property(
          "rules", [](const WordList& list) { return list.lexicon().rules(); },
          &WordList::set_rules)
      .def("minus", &Minus, unlocked)
      .def("compare", &CompareLists)
      .def("save", &WordList::Save, unlocked);
}

}  // namespace ciku
