#include "engine/discover/memory_plan.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "engine/count/pair_counter.h"
#include "engine/sweep/budget.h"
#include "engine/sweep/resources.h"
#include "io/error.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

TEST(MemoryPlanTest, SharesAddUpToNoMoreThanTheBudget) {
  const Scratch scratch;
  const Corpus corpus = Corpus::Open({scratch.Write("a.txt", "text")}, {});
  for (const Alphabet alphabet : {Alphabet::kBasic, Alphabet::kAny}) {
    const Symbols symbols(alphabet);
    for (const size_t threads : {1, 2, 16}) {
      for (size_t memory = 512 * kMiB; memory <= 65536 * kMiB; memory *= 4) {
        SCOPED_TRACE(testing::Message() << threads << " threads, " << memory / kMiB << "M");
        const MemoryPlan plan = MemoryPlan::Make({memory, threads}, corpus, symbols);
        const size_t blocks = plan.sweep.blocks_at_once() * plan.sweep.reader.limits.frame_limit;
        const size_t besides = PairCounter::MemoryBesides(symbols.size(), plan.dense_size, threads);
        EXPECT_LE(blocks + besides + plan.pairs, memory);
        EXPECT_LE(blocks + besides + plan.statistics, memory);
        EXPECT_LE(blocks + besides + plan.strong + plan.pieces.of_two + plan.pieces.of_four +
                      plan.pieces.longer + plan.ranking,
                  memory);
      }
    }
  }
}

TEST(MemoryPlanTest, TextIsFoldedAsTheSymbolsWant) {
  const Scratch scratch;
  const Corpus corpus = Corpus::Open({scratch.Write("a.txt", "text")}, {});
  const Symbols as_it_is(Alphabet::kBasic);
  const Symbols folded(Alphabet::kBasic, {}, {.nfkc = true});
  const Resources resources{512 * kMiB, 4};
  const MemoryPlan plan = MemoryPlan::Make(resources, corpus, as_it_is);
  const MemoryPlan folding = MemoryPlan::Make(resources, corpus, folded);
  EXPECT_EQ(plan.sweep.normalizer, nullptr);
  EXPECT_EQ(folding.sweep.normalizer, folded.normalizer());
  EXPECT_LT(folding.pairs, plan.pairs);
}

TEST(MemoryPlanTest, TooLittleIsRefusedWithTheLeastThatWouldDo) {
  const Scratch scratch;
  const Corpus corpus = Corpus::Open({scratch.Write("a.txt", "text")}, {});
  const Symbols symbols(Alphabet::kBasic);
  try {
    MemoryPlan::Make({kMiB, 2}, corpus, symbols);
    FAIL();
  } catch (const UsageError& error) {
    const std::string message = error.what();
    size_t least = 0;
    ASSERT_EQ(std::sscanf(message.substr(message.rfind(' ')).c_str(), " %zuM", &least), 1);
    EXPECT_NO_THROW(MemoryPlan::Make({least * kMiB, 2}, corpus, symbols));
    EXPECT_THROW(MemoryPlan::Make({(least - 1) * kMiB, 2}, corpus, symbols), UsageError);
  }
}

TEST(MemoryPlanTest, DefaultsFitThisMachine) {
  const Resources resources = DefaultResources();
  EXPECT_GE(resources.threads, 1U);
  EXPECT_GT(resources.memory, 16 * kMiB);
}

}  // namespace
}  // namespace ciku
