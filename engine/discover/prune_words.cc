#include "engine/discover/prune_words.h"

#include "engine/discover/unigram_model.h"
#include "engine/sweep/budget.h"

namespace ciku {
namespace {

// A model without the word that all symbols of a run make.
struct WithoutWhole {
  const UnigramModel& model;

  template <typename Visit>
  void ForEachWord(std::span<const SymbolId> symbols, size_t start, const Visit& visit) const {
    model.ForEachWord(symbols, start, [&](size_t end, uint32_t state, double score) {
      if (end - start < symbols.size()) visit(end, state, score);
    });
  }
};

}  // namespace

std::vector<double> GainsOf(const UnigramWords& words, size_t threads) {
  const UnigramModel model(words);
  const double log_total = words.LogTotal();
  std::vector<double> gains(words.size());
  ParallelForRanges(threads, words.size(), [&](size_t begin, size_t end) {
    RunDivider divider;
    for (size_t word = begin; word < end; ++word) {
      const std::span<const SymbolId> symbols = words.At(word);
      if (symbols.size() == 1) continue;
      gains[word] =
          words.LogProbability(word, log_total) - divider.Divide(WithoutWhole{model}, symbols);
    }
  });
  return gains;
}

}  // namespace ciku
