// The options of all jobs, as classes with attributes.
#include <ciku/ciku.h>
#include <pybind11/stl.h>

#include "engine/python/bindings.h"

namespace py = pybind11;

namespace ciku {
namespace {

void BindEnums(py::module_* module) {
  py::enum_<Alphabet>(*module, "Alphabet")
      .value("basic", Alphabet::kBasic)
      .value("han", Alphabet::kHan)
      .value("letters", Alphabet::kLetters)
      .value("any", Alphabet::kAny);
  py::enum_<Rules>(*module, "Rules")
      .value("units", Rules::kUnits)
      .value("nlp_zero", Rules::kNlpZero);
  py::enum_<Script>(*module, "Script")
      .value("auto", Script::kAuto)
      .value("hant", Script::kHant)
      .value("hans", Script::kHans)
      .value("none", Script::kNone);
  py::enum_<InputFormat>(*module, "InputFormat")
      .value("lines", InputFormat::kLines)
      .value("jsonl", InputFormat::kJsonLines)
      .value("csv", InputFormat::kCsv)
      .value("tsv", InputFormat::kTsv)
      .value("copy", InputFormat::kCopy)
      .value("warc", InputFormat::kWarc)
      .value("mediawiki", InputFormat::kWiki);
  py::enum_<LexiconFormat>(*module, "LexiconFormat")
      .value("tsv", LexiconFormat::kTsv)
      .value("csv", LexiconFormat::kCsv)
      .value("jsonl", LexiconFormat::kJsonLines)
      .value("jieba", LexiconFormat::kJieba)
      .value("hanlp", LexiconFormat::kHanlp)
      .value("words", LexiconFormat::kWords)
      .value("rime", LexiconFormat::kRime)
      .value("sentencepiece", LexiconFormat::kSentencePiece);
  py::enum_<PathWeight>(*module, "PathWeight")
      .value("path", PathWeight::kPath)
      .value("sentence", PathWeight::kSentence);
}

void BindResources(py::module_* module) {
  py::class_<Resources>(*module, "Resources")
      .def(py::init(&DefaultResources))
      .def_readwrite("memory", &Resources::memory)
      .def_readwrite("threads", &Resources::threads);
  py::class_<StorageOptions>(*module, "StorageOptions")
      .def(py::init<>())
      .def_readwrite("temp_directory", &StorageOptions::temp_directory)
      .def_readwrite("work_directory", &StorageOptions::work_directory)
      .def_readwrite("restart", &StorageOptions::restart)
      .def_readwrite("checkpoint_interval", &StorageOptions::checkpoint_interval);
  py::class_<Storage>(*module, "Storage").def(py::init<const StorageOptions&>());
}

void BindTextOptions(py::module_* module) {
  py::class_<TextOptions>(*module, "TextOptions")
      .def(py::init<>())
      .def_readwrite("alphabet", &TextOptions::alphabet)
      .def_property(
          "nfkc", [](const TextOptions& text) { return text.folding.nfkc; },
          [](TextOptions& text, bool nfkc) { text.folding.nfkc = nfkc; })
      .def_property(
          "lower", [](const TextOptions& text) { return text.folding.lower; },
          [](TextOptions& text, bool lower) { text.folding.lower = lower; })
      .def_readwrite("rules", &TextOptions::rules)
      .def_readwrite("strict", &TextOptions::strict);
  py::class_<InputOptions>(*module, "InputOptions")
      .def(py::init<>())
      .def_readwrite("encoding", &InputOptions::encoding)
      .def_readwrite("format", &InputOptions::format)
      .def_readwrite("fields", &InputOptions::fields)
      .def_readwrite("columns", &InputOptions::columns)
      .def_readwrite("header", &InputOptions::header)
      .def_readwrite("skip_bad_records", &InputOptions::skip_bad_records)
      .def_readwrite("allow_binary", &InputOptions::allow_binary);
}

void BindMethods(py::module_* module) {
  py::class_<UnigramOptions>(*module, "UnigramOptions")
      .def(py::init<>())
      .def_readwrite("order", &UnigramOptions::order)
      .def_readwrite("seed_count", &UnigramOptions::seed_count)
      .def_readwrite("seed_entropy", &UnigramOptions::seed_entropy)
      .def_readwrite("min_gain", &UnigramOptions::min_gain)
      .def_readwrite("rounds", &UnigramOptions::rounds)
      .def_readwrite("passes", &UnigramOptions::passes)
      .def_readwrite("min_count", &UnigramOptions::min_count)
      .def_readwrite("dictionary", &UnigramOptions::dictionary)
      .def_readwrite("only_new", &UnigramOptions::only_new)
      .def_static("default_entropies", &UnigramOptions::DefaultEntropies)
      .def_static("default_gains", &UnigramOptions::DefaultGains);
  py::class_<PairCutOptions>(*module, "PairCutOptions")
      .def(py::init<>())
      .def_readwrite("min_count", &PairCutOptions::min_count)
      .def_readwrite("min_pmi", &PairCutOptions::min_pmi)
      .def_readwrite("smoothing", &PairCutOptions::smoothing);
  py::class_<NgramOptions>(*module, "NgramOptions")
      .def(py::init<>())
      .def_readwrite("order", &NgramOptions::order)
      .def_readwrite("min_count", &NgramOptions::min_count)
      .def_readwrite("thresholds", &NgramOptions::thresholds)
      .def_static("default_thresholds", &NgramOptions::DefaultThresholds);
  py::class_<WordFinderOptions>(*module, "WordFinderOptions")
      .def(py::init<>())
      .def_readwrite("min_proba", &WordFinderOptions::min_proba)
      .def_readwrite("min_pmi", &WordFinderOptions::min_pmi);
}

void BindMineOptions(py::module_* module) {
  py::class_<FilterOptions>(*module, "FilterOptions")
      .def(py::init<>())
      .def_property(
          "min_length", [](const FilterOptions& filter) { return filter.lengths.least; },
          [](FilterOptions& filter, size_t length) { filter.lengths.least = length; })
      .def_property(
          "max_length", [](const FilterOptions& filter) { return filter.lengths.most; },
          [](FilterOptions& filter, size_t length) { filter.lengths.most = length; })
      .def_readwrite("no_digits", &FilterOptions::no_digits)
      .def_readwrite("no_latin", &FilterOptions::no_latin)
      .def_readwrite("excluded", &FilterOptions::excluded)
      .def_readwrite("stop_words", &FilterOptions::stop_words);
  py::class_<SelectionOptions>(*module, "SelectionOptions")
      .def(py::init<>())
      .def_readwrite("least", &SelectionOptions::least)
      .def_readwrite("sort", &SelectionOptions::sort);
  py::class_<MineOptions>(*module, "MineOptions")
      .def(py::init<>())
      .def_readwrite("text", &MineOptions::text)
      .def_readwrite("method", &MineOptions::method)
      .def_readwrite("filter", &MineOptions::filter)
      .def_readwrite("selection", &MineOptions::selection)
      .def_readwrite("top", &MineOptions::top)
      .def_readwrite("statistics", &MineOptions::statistics)
      .def_readwrite("add_counts", &MineOptions::add_counts)
      .def_readwrite("units_listed", &MineOptions::units_listed)
      .def_readwrite("counts", &MineOptions::counts)
      .def_readwrite("pieces", &MineOptions::pieces);
  py::class_<CountOptions>(*module, "CountOptions")
      .def(py::init<>())
      .def_readwrite("text", &CountOptions::text)
      .def_readwrite("order", &CountOptions::order);
  py::class_<MergeOptions>(*module, "MergeOptions")
      .def(py::init<>())
      .def_readwrite("min_count", &MergeOptions::min_count)
      .def_readwrite("complete", &MergeOptions::complete);
}

void BindOtherOptions(py::module_* module) {
  py::class_<TokenizerOptions>(*module, "TokenizerOptions")
      .def(py::init<>())
      .def_readwrite("rules", &TokenizerOptions::rules)
      .def_readwrite("alphabet", &TokenizerOptions::alphabet)
      .def_readwrite("script", &TokenizerOptions::script)
      .def_readwrite("joining", &TokenizerOptions::joining);
  py::class_<TemplateOptions>(*module, "TemplateOptions")
      .def(py::init<>())
      .def_readwrite("window", &TemplateOptions::window)
      .def_readwrite("min_proba", &TemplateOptions::min_proba)
      .def_readwrite("min_pmi", &TemplateOptions::min_pmi)
      .def_readwrite("weight", &TemplateOptions::weight)
      .def_readwrite("min_count", &TemplateOptions::min_count)
      .def_readwrite("alphabet", &TemplateOptions::alphabet)
      .def_readwrite("strict", &TemplateOptions::strict)
      .def_readwrite("min_words", &TemplateOptions::min_words)
      .def_readwrite("no_trivial", &TemplateOptions::no_trivial)
      .def_readwrite("top", &TemplateOptions::top);
  py::class_<PackOptions>(*module, "PackOptions")
      .def(py::init<>())
      .def_readwrite("frame_size", &PackOptions::frame_size)
      .def_readwrite("shard_size", &PackOptions::shard_size)
      .def_readwrite("level", &PackOptions::level);
}

}  // namespace

void BindOptions(py::module_* module) {
  BindEnums(module);
  BindResources(module);
  BindTextOptions(module);
  BindMethods(module);
  BindMineOptions(module);
  BindOtherOptions(module);
}

}  // namespace ciku
