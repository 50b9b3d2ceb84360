#include <ciku/ciku.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/python/bindings.h"
#include "engine/python/running.h"
#include "engine/python/text.h"
#include "engine/python/tokenizer.h"

namespace py = pybind11;

namespace ciku {
namespace {

// Finds templates by the links of one corpus in another one; in the same, if `searched` is null. If
// there is no tokenizer, tokens are the parts of texts between spaces.
std::unique_ptr<Templates> Find(const Corpus& corpus, const Corpus* searched,
                                const TemplateOptions& options, ChangingTokenizer* tokenizer,
                                const Resources& resources, const Storage& storage,
                                const py::object& progress) {
  const auto current = tokenizer == nullptr ? nullptr : tokenizer->Current();
  std::unique_ptr<Templates> templates;
  RunJob(progress, [&](Observer* observer) {
    Templates found = searched == nullptr ? FindTemplates(corpus, options, current.get(), resources,
                                                          storage, observer)
                                          : FindTemplates(corpus, *searched, options, current.get(),
                                                          resources, storage, observer);
    templates = std::make_unique<Templates>(std::move(found));
    storage.Finish();
  });
  return templates;
}

}  // namespace

void BindTemplates(py::module_* module) {
  py::class_<Templates>(*module, "Templates")
      .def("__len__", &Templates::size)
      .def("text", [](const Templates& list, size_t i) { return ToStr(list.text(i)); })
      .def("count", &Templates::count)
      .def("counts", &Templates::counts)
      .def(
          "save",
          [](const Templates& list, const std::string& path, bool json_lines) {
            list.Save(path, json_lines ? TemplateFormat::kJsonLines : TemplateFormat::kTsv);
          },
          py::call_guard<py::gil_scoped_release>());
  py::class_<TemplateCounts>(*module, "TemplateCounts")
      .def(py::init<>())
      .def_static(
          "load", [](const std::string& path) { return TemplateCounts::Load(path); },
          py::call_guard<py::gil_scoped_release>())
      .def("add", [](TemplateCounts& counts, const std::string& text,
                     const std::string& count) { counts.Add(Template::FromText(text), count); })
      .def("__len__", &TemplateCounts::size);
  module->def("find_templates", &Find);
  module->def("parts_of",
              [](const std::string& text) { return PartsOf(Template::FromText(text)); });
}

}  // namespace ciku
