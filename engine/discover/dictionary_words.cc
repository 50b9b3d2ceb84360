#include "engine/discover/dictionary_words.h"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/count/dense_counter.h"
#include "engine/discover/unigram_model.h"
#include "engine/lexicon/lexicon.h"
#include "engine/lexicon/phrases.h"
#include "engine/sweep/counting_pass.h"
#include "engine/text/run_decoder.h"
#include "engine/text/run_split_rule.h"
#include "io/error.h"

namespace ciku {
namespace {

using Word = std::vector<SymbolId>;

bool HoldsOnlySymbols(const Word& word) {
  return !word.empty() && std::find(word.begin(), word.end(), kSeparator) == word.end();
}

// Throws UsageError: no word of the dictionary is in a run.
[[noreturn]] void ThrowUseless(const std::string& path, const Dictionary& dictionary) {
  if (dictionary.not_in_runs.words == 0) {
    throw UsageError(Printable(path) + ": the dictionary holds no words");
  }
  throw UsageError(fmt::format(
      "{}: every word of the dictionary holds a unit or a character that is no symbol of the "
      "alphabet, such as '{}'; is --alphabet right?",
      Printable(path), Printable(dictionary.not_in_runs.example)));
}

// The counting pass (engine/sweep/counting_pass.h says what a pass consists of).
class OccurrencePass {
 public:
  OccurrencePass(const DivisionSweep& sweep, const UnigramModel& model)
      : sweep_(sweep), model_(model) {}

  struct Local {
    const UnigramModel& model;
    DenseCounter::Local* counts;
    RunDecoder decoder;

    void Consume(const Text& text) {
      decoder.Decode<false>(text, [&](const SymbolBatch& batch) {
        const std::span<const SymbolId> symbols(batch.ids, batch.size);
        return ForEachRun(symbols, [&](size_t begin, size_t end) {
          CountIn(symbols.subspan(begin, end - begin));
        });
      });
    }
    void EndPart() {}
    uint64_t TakeInvalidBytes() { return decoder.TakeInvalidBytes(); }

   private:
    void CountIn(std::span<const SymbolId> run) {
      for (size_t start = 0; start < run.size(); ++start) {
        model.ForEachWord(run, start,
                          [&](size_t, UnigramModel::State state, double) { counts->Add(state); });
      }
    }
  };

  bool Begin(const WorkFolder* folder, const std::vector<Json>& recorded) {
    counter_ = std::make_unique<DenseCounter>(model_.states());
    for (const Json& part : recorded) {
      ReadCounts(folder->OpenBlockFile(part.at("states")), 0, &counter_->Gather());
    }
    return true;
  }

  Local NewLocal() {
    return {model_, &counter_->local(), RunDecoder(sweep_.symbols, sweep_.strict)};
  }

  Json Save(WorkFolder* folder) {
    EntryWriter<uint64_t> writer(folder->Create());
    WriteCounts(counter_->Gather(), &writer);
    return {{"states", folder->NameOf(writer.Finish())}};
  }

  const std::vector<uint64_t>& Counts() { return counter_->Gather(); }

 private:
  const DivisionSweep& sweep_;
  const UnigramModel& model_;
  std::unique_ptr<DenseCounter> counter_;
};

}  // namespace

Dictionary ReadDictionary(const std::string& path, std::optional<LexiconFormat> format,
                          const Symbols& symbols, size_t memory) {
  Dictionary dictionary;
  std::vector<Word> words;
  std::string folded;
  const Lexicon lexicon = Lexicon::Load(path, memory, format);
  for (const auto& [word, count] : lexicon.Sorted()) {
    std::string_view text = word;
    if (symbols.normalizer() != nullptr) text = symbols.normalizer()->Apply(text, &folded);
    Word ids = symbols.IdsOf(text);
    const bool is_in_runs = HoldsOnlySymbols(ids) && FirstUnit(text, *symbols.units()) == 0;
    if (!is_in_runs) dictionary.not_in_runs.Add(word);
    if (HoldsOnlySymbols(ids)) words.push_back(std::move(ids));
  }
  if (dictionary.not_in_runs.words == lexicon.size()) ThrowUseless(path, dictionary);
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  for (const Word& word : words) dictionary.words.Add(word, UnigramWords::kLeastTenths, true);
  return dictionary;
}

void CountOccurrences(const DivisionSweep& sweep, UnigramWords* words, SweepMeter* meter) {
  const UnigramModel model(*words);
  OccurrencePass pass(sweep, model);
  RunCountingPass(sweep.name.c_str(), sweep.corpus, sweep.config,
                  *MakeRunSplitRule(sweep.symbols, {}), sweep.storage, meter, &pass);
  const std::vector<uint64_t>& counts = pass.Counts();
  for (UnigramModel::State state = 0; state < counts.size(); ++state) {
    const uint32_t word = model.WordAt(state);
    if (word < words->size()) words->SetCount(word, counts[state]);
  }
}

UnigramWords Merged(const UnigramWords& a, const UnigramWords& b) {
  UnigramWords merged;
  size_t in_a = 0;
  size_t in_b = 0;
  while (in_a < a.size() || in_b < b.size()) {
    // -1, 0 or 1: which of the two words comes first.
    int first = in_a == a.size() ? 1 : -1;
    if (in_a < a.size() && in_b < b.size()) {
      const std::span<const SymbolId> of_a = a.At(in_a);
      const std::span<const SymbolId> of_b = b.At(in_b);
      const auto order = std::lexicographical_compare_three_way(of_a.begin(), of_a.end(),
                                                                of_b.begin(), of_b.end());
      first = order < 0 ? -1 : order > 0 ? 1 : 0;
    }
    if (first <= 0) {
      merged.Add(a.At(in_a), a.tenths(in_a), a.stays(in_a) || first == 0);
    } else {
      merged.Add(b.At(in_b), b.tenths(in_b), true);
    }
    if (first <= 0) ++in_a;
    if (first >= 0) ++in_b;
  }
  return merged;
}

}  // namespace ciku
