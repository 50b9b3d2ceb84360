// Mining with a memory plan of one's own, for the tests of methods: the passes are those of Mine.
#ifndef CIKU_TESTS_MINING_H_
#define CIKU_TESTS_MINING_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/discover/memory_plan.h"
#include "engine/discover/mined_words.h"
#include "engine/discover/mining_run.h"
#include "tests/naive_pair_cut.h"
#include "tests/scratch.h"

namespace ciku {

using Words = std::vector<std::pair<std::string, uint64_t>>;

struct Mined {
  Words words;
  uint64_t symbols = 0;
  uint64_t distinct = 0;
  uint64_t strong = 0;
  uint64_t pieces = 0;
  uint64_t overlong = 0;
  uint64_t invalid_bytes = 0;
  uint64_t spilled_bytes = 0;
};

// A plan with everything as small as wanted; the shares of a budget are another test's subject.
inline MemoryPlan SmallPlan(size_t threads, size_t counters, size_t block_size,
                            SymbolId dense_size) {
  MemoryPlan plan;
  plan.sweep.threads = threads;
  plan.sweep.reader.limits = {block_size, block_size};
  plan.sweep.reader.files_at_once = threads;
  plan.dense_size = dense_size;
  plan.pairs = plan.ranking = plan.statistics = counters;
  plan.pieces = {counters, counters, counters};
  plan.strong = size_t{64} << 20;
  return plan;
}

// Remembers what each sweep has read, and how many symbols the first one counted.
class SweepRecorder : public Observer {
 public:
  void Sweep(const std::string& /*name*/, uint64_t /*total_bytes*/, const SweepMeter& meter,
             const Storage* /*spills*/, const std::function<Figures()>& pass) override {
    for (const Figure& figure : pass()) {
      if (figure.name == "symbols") symbols = std::get<uint64_t>(figure.value);
    }
    sweeps.emplace_back(meter);
  }

  std::vector<InputFigures> sweeps;
  uint64_t symbols = 0;
};

inline Mined MineWith(const MethodOptions& method, const std::vector<std::string>& inputs,
                      Alphabet alphabet, const MemoryPlan& plan, const Storage& storage,
                      const Folding& folding = {}) {
  const Corpus corpus = Corpus::Open(inputs, LinesOnly());
  const MineOptions options{.text = {.alphabet = alphabet, .folding = folding}, .method = method};
  const Resources resources;
  SweepRecorder recorder;
  MiningRun run(corpus, options.method, resources, storage, &recorder);
  run.RankSymbols(options.text);
  run.BeginWith(plan);
  const WordChoice every({}, 0, nullptr);
  MinedLexicon lexicon = RunPasses(&run, options, every, storage, &recorder);
  Mined mined;
  lexicon.ForEach([&](const MinedWord& word) { mined.words.emplace_back(word.text, word.count); });
  const MineFigures& figures = lexicon.figures();
  mined.symbols = figures.symbols;
  mined.distinct = figures.distinct;
  mined.strong = figures.strong;
  mined.pieces = figures.pieces;
  mined.overlong = figures.overlong_pieces;
  mined.invalid_bytes = figures.input.invalid_bytes;
  mined.spilled_bytes = figures.spilled_bytes;
  EXPECT_EQ(recorder.symbols, figures.symbols);
  EXPECT_EQ(recorder.sweeps.size(), 2U);
  EXPECT_EQ(recorder.sweeps[0].invalid_bytes, recorder.sweeps[1].invalid_bytes);
  EXPECT_EQ(recorder.sweeps[0].records, recorder.sweeps[1].records);
  return mined;
}

inline void ExpectSame(const Mined& mined, const NaiveResult& naive) {
  EXPECT_EQ(mined.symbols, naive.symbols);
  EXPECT_EQ(mined.distinct, naive.distinct);
  EXPECT_EQ(mined.strong, naive.strong);
  EXPECT_EQ(mined.pieces, naive.pieces);
  EXPECT_EQ(mined.invalid_bytes, naive.invalid_bytes);
  EXPECT_EQ(mined.words, naive.words);
}

}  // namespace ciku

#endif  // CIKU_TESTS_MINING_H_
