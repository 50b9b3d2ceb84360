#include <ciku/ciku.h>
#include <pybind11/stl.h>

#include <string>
#include <vector>

#include "engine/python/bindings.h"
#include "engine/python/running.h"
#include "engine/python/text.h"

namespace py = pybind11;

namespace ciku {
namespace {

Corpus OpenCorpus(const std::vector<std::string>& paths, const InputOptions& options,
                  const Storage& storage) {
  Corpus corpus;
  RunJob(py::none(), [&](Observer*) { corpus = Corpus::Open(paths, options, storage.spills()); });
  return corpus;
}

// Takes texts from an iterator of Python's and hands them on many at a time, so that Python's lock
// is let go of while they are compressed.
class TextTaker {
 public:
  TextTaker(CorpusWriter* writer, const py::object& progress)
      : writer_(writer), progress_(progress) {}

  void Take(py::handle row) {
    AppendNumbered(TextInRow(row), writer_->texts() + ends_.size(), &texts_);
    ends_.push_back(texts_.size());
    if (texts_.size() >= kAtOnce) HandOn();
  }

  void HandOn() {
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    {
      const py::gil_scoped_release release;
      size_t begin = 0;
      for (const size_t end : ends_) {
        writer_->Add(std::string_view(texts_).substr(begin, end - begin));
        begin = end;
      }
    }
    texts_.clear();
    ends_.clear();
    if (!progress_.is_none()) progress_("read texts", writer_->text_bytes(), 0);
  }

 private:
  static constexpr size_t kAtOnce = size_t{1} << 20;

  CorpusWriter* const writer_;
  const py::object& progress_;
  std::string texts_;
  std::vector<size_t> ends_;
};

Corpus KeepTexts(const py::iterable& texts, const std::string& name, const Storage& storage,
                 const py::object& progress) {
  CorpusWriter writer(name, storage.spills());
  TextTaker taker(&writer, progress);
  for (const py::handle text : texts) taker.Take(text);
  taker.HandOn();
  return writer.Finish();
}

py::dict PackCorpus(const Corpus& corpus, const std::string& folder, const PackOptions& options,
                    const Resources& resources, const Storage& storage,
                    const py::object& progress) {
  PackResult result;
  RunJob(progress, [&](Observer* observer) {
    result = Pack(corpus, folder, options, resources, storage, observer);
    storage.Finish();
  });
  py::dict figures;
  figures["records"] = result.input.records;
  figures["text_bytes"] = result.text_bytes;
  figures["packed_bytes"] = result.packed_bytes;
  figures["frames"] = result.frames;
  figures["shards"] = result.shards;
  return figures;
}

}  // namespace

void BindCorpus(py::module_* module) {
  py::class_<Corpus>(*module, "Corpus")
      .def(py::init<>())
      .def_property_readonly("remarks", &Corpus::remarks)
      .def_property_readonly("total_bytes", &Corpus::total_bytes);
  module->def("open_corpus", &OpenCorpus);
  module->def("keep_texts", &KeepTexts);
  module->def("pack", &PackCorpus);
}

}  // namespace ciku
