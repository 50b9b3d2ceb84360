#include "engine/count/pair_counter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>
#include <vector>

#include "tests/scratch.h"

namespace ciku {
namespace {

constexpr SymbolId kSymbols = 50;

// Feeds random batches to a counter and counts them in the simplest way.
struct Expected {
  std::map<uint64_t, uint64_t> pairs;
  std::vector<uint64_t> of = std::vector<uint64_t>(kSymbols);
  uint64_t ends = 0;

  void AddRandomBatch(std::mt19937_64* random, PairCounter* counter) {
    std::vector<SymbolId> ids((*random)() % 500);
    for (SymbolId& id : ids) id = static_cast<SymbolId>((*random)() % kSymbols);
    counter->local().AddNeighbours(ids.data(), ids.size());
    for (size_t i = 0; i + 1 < ids.size(); ++i) {
      if (ids[i] == kSeparator) continue;
      ++of[ids[i]];
      if (ids[i + 1] == kSeparator) {
        ++ends;
      } else {
        ++pairs[PairKey(ids[i], ids[i + 1])];
      }
    }
  }

  void Check(PairCounter* counter) const {
    const PairCounter::Occurrences occurrences = counter->CountOccurrences();
    EXPECT_EQ(occurrences.of, of);
    EXPECT_EQ(occurrences.ends, ends);
    std::map<uint64_t, uint64_t> counted;
    std::mutex mutex;
    counter->ForEach([&](size_t part, uint64_t key, uint64_t count) {
      EXPECT_LT(part, PairCounter::kParts);
      const std::lock_guard lock(mutex);
      if (SecondOf(key) == kSeparator) return;
      EXPECT_TRUE(counted.emplace(key, count).second);
    });
    EXPECT_EQ(counted, pairs);
  }
};

// Squares smaller and larger than the alphabet, and counters that spill.
TEST(PairCounterTest, NeighboursAgreeWithAMap) {
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const SymbolId dense = SymbolId{1} << (random() % 8);
    PairCounter counter({(random() % 2) << 22, 2, TestSpills()}, kSymbols, dense);
    Expected expected;
    for (int batch = 0; batch < 20; ++batch) expected.AddRandomBatch(&random, &counter);
    expected.Check(&counter);
  }
}

// The squares become smaller from one counter to the next.
TEST(PairCounterTest, GoesOnFromWhatWasSaved) {
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const Scratch scratch;
    WorkFolder folder(scratch.File("work"), {});
    Expected expected;
    SymbolId dense = 128;
    Json saved;
    for (int part = 0; part < 5; ++part) {
      dense >>= random() % 3;
      if (!saved.is_null()) dense = PairCounter::DenseSizeFor(dense, saved);
      dense = std::max<SymbolId>(dense, 1);
      PairCounter counter({(random() % 2) << 22, 2, &folder}, kSymbols, dense);
      if (!saved.is_null()) counter.Restore(folder, saved);
      for (int batch = 0; batch < 5; ++batch) expected.AddRandomBatch(&random, &counter);
      saved = counter.Save(&folder);
      folder.Record({{"counter", saved}});
    }
    PairCounter counter({0, 1, &folder}, kSymbols, dense);
    counter.Restore(folder, saved);
    expected.Check(&counter);
  }
}

// As parts of a corpus do, which are counted apart.
TEST(PairCounterTest, AddsUpWhatSeveralHaveSaved) {
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const Scratch scratch;
    WorkFolder folder(scratch.File("work"), {});
    Expected expected;
    SymbolId dense = 64;
    Json states = Json::object();
    for (int part = 0; part < 4; ++part) {
      const SymbolId of_part = SymbolId{1} << (random() % 8);
      PairCounter counter({(random() % 2) << 22, 2, &folder}, kSymbols, of_part);
      for (int batch = 0; batch < 5; ++batch) expected.AddRandomBatch(&random, &counter);
      const Json saved = counter.Save(&folder);
      states[std::to_string(part)] = saved;
      folder.Record(states);
      dense = PairCounter::DenseSizeFor(dense, saved);
    }
    PairCounter counter({0, 1, &folder}, kSymbols, dense);
    for (const Json& saved : states) counter.Restore(folder, saved);
    expected.Check(&counter);
  }
}

TEST(PairCounterTest, SinglePairsAgreeWithAMap) {
  std::mt19937_64 random(5);
  PairCounter counter({0, 1, TestSpills()}, 4000, 64);
  std::map<uint64_t, uint64_t> expected;
  for (int i = 0; i < 30'000; ++i) {
    const auto a = static_cast<SymbolId>(1 + random() % 3999);
    const auto b = static_cast<SymbolId>(random() % 4000);
    counter.local().Add(a, b);
    ++expected[PairKey(a, b)];
  }
  std::map<uint64_t, uint64_t> counted;
  std::mutex mutex;
  counter.ForEach([&](size_t, uint64_t key, uint64_t count) {
    const std::lock_guard lock(mutex);
    counted[key] += count;
  });
  EXPECT_EQ(counted, expected);
  EXPECT_GT(counter.spilled_bytes(), 0U);
}

TEST(PairCounterTest, CountsBeyond16Bits) {
  PairCounter counter({0, 2, TestSpills()}, 10, 8);
  for (int thread = 0; thread < 2; ++thread) {
    std::jthread([&] {
      for (int i = 0; i < 150'000; ++i) counter.local().Add(3, 4);
    });
  }
  counter.ForEach([&](size_t, uint64_t key, uint64_t count) {
    EXPECT_EQ(key, PairKey(3, 4));
    EXPECT_EQ(count, 300'000U);
  });
}

}  // namespace
}  // namespace ciku
