#include "engine/discover/word_scores.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>

namespace ciku {
namespace {

constexpr double kOfGain = 0.3;    // how much a nat of gain beyond the least counts
constexpr double kMostGain = 8;    // so much of it counts; more only tells of rare parts
constexpr double kOfSymbol = 0.9;  // how much each symbol after the second counts

double Score(size_t length, uint64_t stretches, double gain, double least_gain) {
  const double beyond = std::min(std::max(0.0, gain - least_gain), kMostGain);
  return std::log(static_cast<double>(stretches)) + kOfGain * beyond -
         kOfSymbol * static_cast<double>(length - 2);
}

}  // namespace

void SetScores(const WordScores& scores, const WordTable& table,
               std::vector<WordStatistics>* statistics) {
  const CodedWords coded = table.coded();
  std::vector<SymbolId> symbols;
  for (uint32_t word = 0; word < table.size(); ++word) {
    const size_t length = coded.Length(word);
    symbols.clear();
    for (size_t i = 0; i < length; ++i) symbols.push_back(table.SymbolOf(coded.At(word, i)));
    const std::optional<size_t> found = scores.words.Find(symbols);
    WordStatistics& of = (*statistics)[word];
    const auto stretches =
        found ? static_cast<uint64_t>(std::popcount(scores.stretches[*found])) : 0;
    of.stretches = stretches;
    if (!found || (length > 1 && stretches == 0)) {
      // Never a token: its probability, and the logarithm of its stretches, are those of 0. (Words
      // of a dictionary stay among the words.)
      of.gain = of.score = -std::numeric_limits<double>::infinity();
      continue;
    }
    if (length == 1) continue;
    of.gain = scores.gains[*found];
    const size_t threshold = std::min(length - 2, scores.least_gains.size() - 1);
    of.score = Score(length, stretches, *of.gain, scores.least_gains[threshold]);
  }
}

}  // namespace ciku
