// Mines a corpus from beginning to end in one call, for the tests of methods.
#ifndef CIKU_TESTS_MINING_H_
#define CIKU_TESTS_MINING_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/discover/count_pieces.h"
#include "engine/discover/memory_plan.h"
#include "engine/discover/method.h"
#include "engine/text/symbols.h"
#include "tests/naive_pair_cut.h"

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

// Returns a plan with sizes that the test chooses. (How a budget is shared out is tested
// elsewhere.)
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

// Mines with the method that make(symbols) returns. If `folding` is set, make has to set the
// normalizer of the method's plan.
template <typename Make>
Mined MineWith(const Make& make, const std::vector<std::string>& inputs, Alphabet alphabet,
               uint64_t min_count, const MemoryPlan& plan, const Storage& storage,
               const Folding& folding = {}) {
  const Corpus corpus = Corpus::Open(inputs, {});
  const Symbols symbols = Symbols::Rank(alphabet, corpus, folding);
  SweepMeter first;
  SweepMeter second;
  Mined mined;
  const std::unique_ptr<Method> method = make(symbols);
  mined.symbols = method->Count(corpus, storage, false, &first);
  const Weighed weighed = method->Weigh(storage);
  EXPECT_EQ(weighed.symbols, mined.symbols);
  mined.distinct = weighed.distinct;
  mined.strong = weighed.strong;
  PieceCounts pieces = CountPieces(corpus, symbols, *weighed.joints, plan, storage, &second);
  mined.pieces = pieces.pieces;
  mined.overlong = pieces.overlong_pieces;
  WordRanking ranking = RankWords(&pieces, symbols, *weighed.joints, min_count, WordFilter({}, 0),
                                  {plan.ranking, plan.sweep.threads, storage.spills()});
  ranking.ForEach(
      [&](std::string_view word, uint64_t count) { mined.words.emplace_back(word, count); });
  mined.spilled_bytes =
      weighed.spilled_bytes + pieces.counters->spilled_bytes() + ranking.spilled_bytes();
  EXPECT_EQ(first.invalid_bytes, second.invalid_bytes);
  EXPECT_EQ(first.records, second.records);
  mined.invalid_bytes = first.invalid_bytes;
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
