#include <ciku/evaluation.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>

#include "engine/python/bindings.h"

namespace py = pybind11;

namespace ciku {
namespace {

// Scores under the names that the program gives them.
py::dict EvaluateFiles(const std::string& gold, const std::string& predicted,
                       const std::optional<WordSet>& training_words) {
  SegmentationScore score;
  {
    const py::gil_scoped_release release;
    score = Evaluate(gold, predicted, training_words);
  }
  py::dict scores;
  scores["records"] = score.records;
  scores["true_words"] = score.true_words;
  scores["test_words"] = score.test_words;
  scores["right_words"] = score.right;
  scores["insertions"] = score.insertions;
  scores["deletions"] = score.deletions;
  scores["substitutions"] = score.substitutions;
  scores["recall"] = score.Recall();
  scores["precision"] = score.Precision();
  scores["f1"] = score.F1();
  if (training_words) {
    scores["oov_rate"] = score.UnknownRate();
    scores["oov_recall"] = score.UnknownRecall();
    scores["iv_recall"] = score.KnownRecall();
  }
  return scores;
}

}  // namespace

void BindEvaluation(py::module_* module) { module->def("evaluate", &EvaluateFiles); }

}  // namespace ciku
