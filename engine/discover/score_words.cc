#include "engine/discover/score_words.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "engine/discover/divide_runs.h"
#include "engine/discover/method_options.h"
#include "engine/discover/prune_words.h"
#include "engine/discover/unigram_model.h"
#include "engine/discover/unigram_words.h"
#include "engine/sweep/job.h"
#include "engine/text/unit_split_rule.h"

namespace ciku {
namespace {

// The words of a table and, after them, the symbols that they consist of: a number for each.
class WordsAndSymbols {
 public:
  explicit WordsAndSymbols(const WordTable& table) : table_(table), coded_(table.coded()) {}

  size_t size() const { return table_.size() + table_.distinct_symbols(); }
  size_t Length(uint32_t number) const { return IsWord(number) ? coded_.Length(number) : 1; }
  SymbolId At(uint32_t number, size_t i) const {
    return table_.SymbolOf(IsWord(number) ? coded_.At(number, i)
                                          : number - static_cast<uint32_t>(table_.size()) + 1);
  }
  // A symbol that is also a word counts as the word.
  uint64_t Tenths(uint32_t number) const {
    return IsWord(number) ? 10 * table_.count(number) : UnigramWords::kLeastTenths;
  }

  // In ascending order; of equals, the word comes before the symbol.
  bool operator()(uint32_t a, uint32_t b) const {
    const size_t of_a = Length(a);
    const size_t of_b = Length(b);
    for (size_t i = 0; i < std::min(of_a, of_b); ++i) {
      const SymbolId in_a = At(a, i);
      const SymbolId in_b = At(b, i);
      if (in_a != in_b) return in_a < in_b;
    }
    return of_a != of_b ? of_a < of_b : a < b;
  }

 private:
  bool IsWord(uint32_t number) const { return number < table_.size(); }

  const WordTable& table_;
  const CodedWords coded_;
};

UnigramWords WordsOf(const WordTable& table) {
  const WordsAndSymbols all(table);
  std::vector<uint32_t> order(all.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), all);
  UnigramWords words;
  std::vector<SymbolId> symbols;
  std::vector<SymbolId> before;
  for (const uint32_t number : order) {
    symbols.clear();
    for (size_t i = 0; i < all.Length(number); ++i) symbols.push_back(all.At(number, i));
    if (symbols == before) continue;
    words.Add(symbols, all.Tenths(number), symbols.size() == 1);
    std::swap(symbols, before);
  }
  return words;
}

// The name of the pass in a work folder.
std::string PassFor(const WordTable& table) {
  uint64_t checksum = table.Checksum();
  for (uint32_t word = 0; word < table.size(); ++word) {
    const uint64_t count = table.count(word);
    checksum = XXH3_64bits_withSeed(&count, sizeof(count), checksum);
  }
  return kScoreWords + (" " + ChecksumText(checksum));
}

// Throws UsageError if words and model take too much memory for a division.
void CheckMemory(const MiningRun& run, const WordTable& table, const UnigramWords& words,
                 const UnigramModel& model) {
  const auto fits = [&](const MemoryPlan& plan) {
    const size_t threads = plan.sweep.threads;
    const size_t folding = plan.sweep.normalizer == nullptr
                               ? 0
                               : threads * Normalizer::kMostGrowth * UnitSplitRule::MostUndivided();
    return table.bytes() + table.size() * sizeof(WordStatistics) + words.bytes() + model.bytes() +
               DivisionMemory(model, threads, true) + folding <=
           plan.statistics - plan.ranking;
  };
  if (!fits(run.plan())) run.Refuse(fmt::format("scores of {} words", table.size()), fits);
}

}  // namespace

WordScores ScoreWords(const MiningRun& run, const WordTable& table) {
  WordScores scores{WordsOf(table), {}, {}, UnigramOptions().min_gain};
  const Symbols symbols = run.symbols().WithBoundedRuns();
  SweepMeter meter;
  run.observer()->Sweep(kScoreWords, run.corpus().total_bytes(), meter, nullptr, [&] {
    const UnigramModel model(scores.words);
    CheckMemory(run, table, scores.words, model);
    const DivisionSweep sweep = {PassFor(table),
                                 run.corpus(),
                                 symbols,
                                 run.plan().sweep,
                                 run.storage(),
                                 run.strict(),
                                 std::max<uint64_t>(run.figures().input.text_bytes, 1)};
    Division division = DivideRuns(sweep, model, scores.words.size(), &meter);
    TakeCounts(&division, &scores.words);
    scores.stretches = std::move(division.stretches);
    return Figures{{"tokens", division.tokens}};
  });
  scores.gains = GainsOf(scores.words, run.plan().sweep.threads);
  return scores;
}

}  // namespace ciku
