#include "engine/count/external_counter.h"

#include <gtest/gtest.h>
#include <oneapi/tbb/parallel_for.h>

#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine/count/integer_map.h"
#include "engine/count/string_map.h"
#include "engine/sweep/budget.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

// Makes keys of either kind from the same random numbers. The strings have very different lengths.
template <typename Map>
auto MakeKey(uint64_t number) {
  if constexpr (std::is_same_v<typename Map::Key, uint64_t>) {
    return number * number;
  } else {
    std::string key = std::to_string(number);
    if (number % 7 == 0) key += std::string(number % 3000, static_cast<char>('a' + number % 3));
    if (number == 5) key.clear();
    return key;
  }
}

template <typename Map>
using OwnedKey = decltype(MakeKey<Map>(0));

template <typename Map>
class ExternalCounterTest : public testing::Test {};
using Maps = testing::Types<IntegerMap, StringMap, SortingMap>;
TYPED_TEST_SUITE(ExternalCounterTest, Maps);

// Tests maps, spilled runs and merges together: several threads add random keys, mostly within
// budgets so small that everything spills many times.
TYPED_TEST(ExternalCounterTest, AgreesWithAMap) {
  using Key = OwnedKey<TypeParam>;
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const uint64_t distinct = uint64_t{1} << (random() % 13);
    const size_t threads = 1 + random() % 4;
    const size_t memory = seed % 3 == 0 ? size_t{256} << 20 : (random() % 512) << 10;
    ExternalCounter<TypeParam> counter({memory, threads, TestSpills()});
    std::map<Key, uint64_t> expected;
    std::vector<std::vector<Key>> adds(threads);
    for (int i = 0; i < 20'000; ++i) {
      const Key key = MakeKey<TypeParam>(random() % (random() % distinct + 1));
      ++expected[key];
      adds[random() % threads].push_back(key);
    }
    std::vector<std::jthread> running;
    for (const std::vector<Key>& keys : adds) {
      running.emplace_back([&] {
        TypeParam* const map = &counter.local();
        for (const Key& key : keys) counter.Add(map, 1, typename TypeParam::Key(key));
      });
    }
    running.clear();
    std::map<Key, uint64_t> counted;
    std::mutex mutex;
    counter.ForEach([&](size_t partition, typename TypeParam::Key key, uint64_t count) {
      EXPECT_LT(partition, TypeParam::kPartitions);
      const std::lock_guard lock(mutex);
      EXPECT_TRUE(counted.emplace(key, count).second) << "visited twice";
    });
    EXPECT_EQ(counted, expected);
    if (memory < (size_t{64} << 10) && distinct > 1000) {
      EXPECT_GT(counter.spilled_bytes(), 0U);
    }
  }
}

// A counter is saved now and then, thrown away, and restored with another budget.
TYPED_TEST(ExternalCounterTest, GoesOnFromWhatWasSaved) {
  using Key = OwnedKey<TypeParam>;
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const Scratch scratch;
    WorkFolder folder(scratch.File("work"), {});
    std::map<Key, uint64_t> expected;
    Json saved;
    const auto make = [&] {
      const CounterConfig config{(random() % 512) << 10, 1 + random() % 4, &folder};
      auto counter = std::make_unique<ExternalCounter<TypeParam>>(config);
      if (!saved.is_null()) counter->Restore(folder, saved);
      return counter;
    };
    auto counter = make();
    for (int part = 0; part < 6; ++part) {
      for (int i = 0; i < 3000; ++i) {
        const Key key = MakeKey<TypeParam>(random() % 4096);
        ++expected[key];
        counter->Add(&counter->local(), 1, typename TypeParam::Key(key));
      }
      if (random() % 2 == 0 || part == 5) {
        saved = counter->Save(folder);
        folder.Record({{"counter", saved}});
      }
      if (random() % 2 == 0 && part < 5) {
        // The key that is added after saving is lost with the counter.
        saved = counter->Save(folder);
        folder.Record({{"counter", saved}});
        counter->Add(&counter->local(), 1, typename TypeParam::Key(MakeKey<TypeParam>(1)));
        counter = make();
      }
    }
    std::map<Key, uint64_t> counted;
    std::mutex mutex;
    counter->ForEach([&](size_t, typename TypeParam::Key key, uint64_t count) {
      const std::lock_guard lock(mutex);
      EXPECT_TRUE(counted.emplace(key, count).second) << "visited twice";
    });
    EXPECT_EQ(counted, expected);
  }
}

TEST(SortingCounterTest, VisitsInOrder) {
  for (const size_t memory : {size_t{0}, size_t{64} << 20}) {
    std::mt19937_64 random(9);
    ExternalCounter<SortingMap> counter({memory, 1, TestSpills()});
    std::map<std::string, uint64_t> expected;
    for (int i = 0; i < 5000; ++i) {
      const std::string key = MakeKey<SortingMap>(random() % 2000);
      ++expected[key];
      counter.Add(&counter.local(), 1, std::string_view(key));
    }
    std::vector<std::pair<std::string, uint64_t>> visited;
    counter.ForEachSorted(
        [&](std::string_view key, uint64_t count) { visited.emplace_back(key, count); });
    EXPECT_EQ(visited,
              (std::vector<std::pair<std::string, uint64_t>>(expected.begin(), expected.end())));
  }
}

// Threads that wait for a map to be sorted in parallel must not add to it meanwhile.
TEST(SortingCounterTest, TakesWhatParallelWorkAdds) {
  constexpr uint64_t kTasks = 64;
  constexpr uint64_t kEach = 5000;
  ExternalCounter<SortingMap> counter({size_t{1} << 20, 4, TestSpills()});
  OnThreads(4, [&] {
    tbb::parallel_for(uint64_t{0}, kTasks, [&](uint64_t task) {
      for (uint64_t i = 0; i < kEach; ++i) {
        const std::string key = std::to_string((i * kTasks + task) * 0x9E3779B97F4A7C15);
        counter.Add(&counter.local(), 1, std::string_view(key));
      }
    });
  });
  uint64_t keys = 0;
  counter.ForEachSorted([&](std::string_view, uint64_t count) {
    EXPECT_EQ(count, 1);
    ++keys;
  });
  EXPECT_EQ(keys, kTasks * kEach);
}

// Sums beyond 32 bits: within one map, and over several.
TYPED_TEST(ExternalCounterTest, CountsBeyond32Bits) {
  constexpr uint32_t kMany = std::numeric_limits<uint32_t>::max();
  const auto key = MakeKey<TypeParam>(3);
  ExternalCounter<TypeParam> counter({size_t{1} << 20, 2, TestSpills()});
  for (int thread = 0; thread < 2; ++thread) {
    std::jthread([&] {
      for (int i = 0; i < 2; ++i)
        counter.Add(&counter.local(), kMany, typename TypeParam::Key(key));
    });
  }
  uint64_t total = 0;
  counter.ForEach([&](size_t, typename TypeParam::Key, uint64_t count) { total += count; });
  EXPECT_EQ(total, 4 * uint64_t{kMany});
}

TYPED_TEST(ExternalCounterTest, NothingAddedNothingVisited) {
  ExternalCounter<TypeParam> counter({size_t{1} << 20, 2, TestSpills()});
  counter.ForEach([&](size_t, typename TypeParam::Key, uint64_t) { ADD_FAILURE(); });
}

TEST(ExternalStringCounterTest, HoldsVeryLongKeys) {
  // Longer than a block of a block file and than a piece of an arena, and nearly as long as the
  // map's share of the budget.
  ExternalCounter<StringMap> counter({size_t{1} << 20, 1, TestSpills()});
  const std::string key(700'000, 'x');
  for (int i = 0; i < 3; ++i) {
    counter.Add(&counter.local(), 1, std::string_view(key));
    for (int j = 0; j < 20'000; ++j) {
      counter.Add(&counter.local(), 1, std::string_view(std::to_string(j)));
    }
  }
  uint64_t longest = 0;
  counter.ForEach([&](size_t, std::string_view visited, uint64_t count) {
    EXPECT_EQ(count, 3U);
    if (visited == key) longest = count;
  });
  EXPECT_EQ(longest, 3U);
}

TEST(ExternalCounterDiskTest, AFullOrMissingTempFolderIsAnIoError) {
  // The folder is removed while it is in use.
  auto folder = std::make_unique<Scratch>();
  SpillFolder spills(folder->path());
  folder.reset();
  ExternalCounter<IntegerMap> counter({0, 1, &spills});
  const auto fill = [&] {
    for (uint64_t i = 0; i < 100'000; ++i) counter.Add(&counter.local(), 1, i);
  };
  EXPECT_THROW(fill(), IoError);
}

}  // namespace
}  // namespace ciku
