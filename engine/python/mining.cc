#include <ciku/ciku.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/python/bindings.h"
#include "engine/python/running.h"
#include "engine/python/text.h"

namespace py = pybind11;

namespace ciku {
namespace {

// What was read and found, under the names that the program's reports use.
py::dict Described(const MineFigures& figures) {
  py::dict described;
  described["records"] = figures.input.records;
  described["text_bytes"] = figures.input.text_bytes;
  described["bad_records"] = figures.input.bad_records;
  described["invalid_bytes"] = figures.input.invalid_bytes;
  described["symbols"] = figures.symbols;
  described[figures.terms.distinct] = figures.distinct;
  described[figures.terms.strong] = figures.strong;
  described[figures.terms.parts] = figures.pieces;
  described["overlong_pieces"] = figures.overlong_pieces;
  described["spilled_bytes"] = figures.spilled_bytes;
  return described;
}

std::pair<WordList, py::dict> MineCorpus(const Corpus& corpus, const MineOptions& options,
                                         const Resources& resources, const Storage& storage,
                                         const py::object& progress) {
  WordList words;
  MineFigures figures;
  RunJob(progress, [&](Observer* observer) {
    MinedLexicon lexicon = Mine(corpus, options, resources, storage, observer);
    figures = lexicon.figures();
    words = lexicon.List();
    storage.Finish();
  });
  return {std::move(words), Described(figures)};
}

void CountCorpus(const Corpus& corpus, const CountOptions& options, const std::string& path,
                 const Resources& resources, const Storage& storage, const py::object& progress) {
  RunJob(progress, [&](Observer* observer) {
    Count(corpus, options, path, resources, storage, observer);
    storage.Finish();
  });
}

void MergeFiles(const std::vector<std::string>& paths, const MergeOptions& options,
                const std::string& path, const Resources& resources, const Storage& storage,
                const py::object& progress) {
  RunJob(progress,
         [&](Observer* observer) { Merge(paths, options, path, resources, storage, observer); });
}

void CutCorpus(const Corpus& corpus, const std::string& counts, const MethodOptions& method,
               const std::string& path, const Resources& resources, const Storage& storage,
               const py::object& progress) {
  RunJob(progress, [&](Observer* observer) {
    CutPieces(corpus, counts, method, path, resources, storage, observer);
  });
}

}  // namespace

void BindMining(py::module_* module) {
  module->def("mine", &MineCorpus);
  module->def("count", &CountCorpus);
  module->def("merge", &MergeFiles);
  module->def("cut_pieces", &CutCorpus);
  py::class_<Counts>(*module, "Counts")
      .def(py::init<const std::string&>())
      .def("count",
           [](const Counts& counts, const py::object& key) {
             const std::string text = TextOf(key, "the n-gram");
             const py::gil_scoped_release release;
             return counts.Count(text);
           })
      .def_property_readonly("order", &Counts::order)
      .def_property_readonly("symbols", &Counts::symbols);
}

}  // namespace ciku
