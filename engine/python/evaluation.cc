#include <ciku/evaluation.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <vector>

#include "engine/python/bindings.h"

namespace py = pybind11;

namespace ciku {
namespace {

// Scores under the names that the program gives them.
py::dict EvaluateFiles(const std::string& gold, const std::string& predicted,
                       const std::optional<WordSet>& training_words) {
  std::vector<ScoreFigure> figures;
  {
    const py::gil_scoped_release release;
    figures = ScoreFigures(Evaluate(gold, predicted, training_words), training_words.has_value());
  }
  py::dict scores;
  for (const auto& [name, value] : figures) scores[py::str(std::string(name))] = py::cast(value);
  return scores;
}

}  // namespace

void BindEvaluation(py::module_* module) { module->def("evaluate", &EvaluateFiles); }

}  // namespace ciku
