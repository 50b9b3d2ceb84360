// The module ciku._ciku: the public face of the library, as it is. What users see of it is written
// in Python, in the folder ciku.
#include "engine/python/bindings.h"

PYBIND11_MODULE(_ciku, module) {
  module.attr("__version__") = CIKU_VERSION;
  ciku::BindErrors();
  ciku::BindOptions(&module);
  ciku::BindCorpus(&module);
  ciku::BindWordList(&module);
  ciku::BindMining(&module);
  ciku::BindTokenizer(&module);
  ciku::BindTemplates(&module);
  ciku::BindParser(&module);
  ciku::BindEvaluation(&module);
}
