// What each source of the module adds to it.
#ifndef CIKU_ENGINE_PYTHON_BINDINGS_H_
#define CIKU_ENGINE_PYTHON_BINDINGS_H_

#include <pybind11/pybind11.h>

namespace ciku {

// Turns errors of the library into exceptions of ciku/_errors.py.
void BindErrors();

void BindOptions(pybind11::module_* module);
void BindCorpus(pybind11::module_* module);
void BindMining(pybind11::module_* module);
void BindWordList(pybind11::module_* module);
void BindTokenizer(pybind11::module_* module);
void BindTemplates(pybind11::module_* module);
void BindParser(pybind11::module_* module);
void BindEvaluation(pybind11::module_* module);

}  // namespace ciku

#endif  // CIKU_ENGINE_PYTHON_BINDINGS_H_
