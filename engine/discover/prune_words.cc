#include "engine/discover/prune_words.h"

#include "engine/discover/unigram_model.h"
#include "engine/sweep/budget.h"

namespace ciku {
std::vector<double> GainsOf(const UnigramWords& words, size_t threads) {
  const UnigramModel model(words);
  const double log_total = words.LogTotal();
  std::vector<double> gains(words.size());
  ParallelForRanges(threads, words.size(), [&](size_t begin, size_t end) {
    RunDivider divider;
    for (size_t word = begin; word < end; ++word) {
      const std::span<const SymbolId> symbols = words.At(word);
      if (symbols.size() == 1) continue;
      gains[word] = words.LogProbability(word, log_total) -
                    divider.Divide(model, symbols, symbols.size(), false);
    }
  });
  return gains;
}

}  // namespace ciku
