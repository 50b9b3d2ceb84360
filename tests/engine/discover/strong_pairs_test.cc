#include "engine/discover/strong_pairs.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

namespace ciku {
namespace {

TEST(StrongPairsTest, HoldsWhatItWasGivenAndNothingElse) {
  for (const SymbolId symbols : {SymbolId{100}, SymbolId{6000}, SymbolId{1'100'000}}) {
    SCOPED_TRACE(testing::Message() << symbols << " symbols, seed 11");
    std::mt19937_64 random(11);
    const auto symbol = [&] {
      return static_cast<SymbolId>(1 + random() % (random() % 2 == 0 ? symbols - 1 : 90));
    };
    std::set<uint64_t> keys;
    for (int i = 0; i < 5000; ++i) keys.insert(PairKey(symbol(), symbol()));
    const StrongPairs strong(std::vector<uint64_t>(keys.begin(), keys.end()));
    EXPECT_EQ(strong.size(), keys.size());
    for (const uint64_t key : keys) EXPECT_TRUE(strong.Holds(FirstOf(key), SecondOf(key)));
    for (int i = 0; i < 20'000; ++i) {
      const uint64_t key = PairKey(symbol(), symbol());
      EXPECT_EQ(strong.Holds(FirstOf(key), SecondOf(key)), keys.contains(key));
    }
    for (SymbolId a = 0; a < symbols; a += 1 + a / 7) {
      EXPECT_FALSE(strong.Holds(a, kSeparator));
      EXPECT_FALSE(strong.Holds(kSeparator, a));
    }
  }
}

TEST(StrongPairsTest, MayBeEmpty) {
  const StrongPairs strong({});
  EXPECT_FALSE(strong.Holds(1, 2));
  EXPECT_FALSE(strong.Holds(100'000, 200'000));
}

}  // namespace
}  // namespace ciku
