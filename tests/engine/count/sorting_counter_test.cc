#include "engine/count/sorting_counter.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>
#include <vector>

#include "engine/count/ngram_key.h"
#include "io/output/work_folder.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

template <typename Key>
Key KeyFromNumber(uint64_t number) {
  Key key{number * 0x9E3779B97F4A7C15};
  if constexpr (kWordsOf < Key >> 1) {
    key.words.front() = number % 5;
    key.words.back() = number;
  }
  return key;
}

// Partitions are in ascending order of keys.
template <typename Key>
size_t PartitionFor(const Key& key) {
  return WordOf(key, 0) >> (kWordsOf<Key> > 1 ? 1 : 57);
}

template <typename Key>
class SortedKeysTest : public testing::Test {};
using Keys = testing::Types<uint64_t, WideKey<2>, WideKey<3>, WideKey<4>>;
TYPED_TEST_SUITE(SortedKeysTest, Keys);

TYPED_TEST(SortedKeysTest, SortsAsTheKeysCompare) {
  for (const size_t size : {0, 1, 2, 500, 5000, 40'000}) {
    for (const size_t room : {0, 100'000}) {
      SCOPED_TRACE(testing::Message() << size << " keys, room for " << room << ", seed 4");
      std::mt19937_64 random(4);
      std::vector<TypeParam> keys;
      for (size_t i = 0; i < size; ++i)
        keys.push_back(KeyFromNumber<TypeParam>(random() % (size / 2 + 1)));
      std::vector<TypeParam> expected = keys;
      std::sort(expected.begin(), expected.end());
      std::vector<TypeParam> scratch;
      RadixSort(std::span<TypeParam>(keys), room, &scratch);
      EXPECT_TRUE(keys == expected);
    }
  }
}

template <typename Key>
void ExpectCounts(SortingCounter<Key>* counter, const std::map<Key, uint64_t>& expected) {
  std::vector<std::vector<std::pair<Key, uint64_t>>> parts(kSortedPartitions);
  counter->ForEach(
      [&](size_t p, const Key& key, uint64_t count) { parts[p].emplace_back(key, count); });
  std::vector<std::pair<Key, uint64_t>> visited;
  for (const auto& part : parts) visited.insert(visited.end(), part.begin(), part.end());
  EXPECT_TRUE(visited == (std::vector<std::pair<Key, uint64_t>>(expected.begin(), expected.end())))
      << visited.size() << " keys visited of " << expected.size();
}

// Tests chunks, spilled runs and merges together.
TYPED_TEST(SortedKeysTest, AgreesWithAMap) {
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const uint64_t distinct = 1 + random() % (uint64_t{1} << (random() % 16));
    const size_t threads = 1 + random() % 4;
    const size_t memory = seed % 3 == 0 ? size_t{64} << 20 : (random() % 512) << 10;
    SortingCounter<TypeParam> counter({memory, threads, TestSpills()});
    std::map<TypeParam, uint64_t> expected;
    std::vector<std::vector<TypeParam>> adds(threads);
    for (int i = 0; i < 60'000; ++i) {
      const auto key = KeyFromNumber<TypeParam>(random() % distinct);
      ++expected[key];
      adds[random() % threads].push_back(key);
    }
    std::vector<std::thread> workers;
    for (const auto& keys : adds) {
      workers.emplace_back([&] {
        for (const TypeParam& key : keys) counter.local().Add(PartitionFor(key), key);
      });
    }
    for (std::thread& worker : workers) worker.join();
    ExpectCounts(&counter, expected);
    EXPECT_EQ(counter.spilled_bytes() > 0, memory < (size_t{64} << 20));
  }
}

TYPED_TEST(SortedKeysTest, GoesOnFromWhatWasSaved) {
  const Scratch scratch;
  std::mt19937_64 random(8);
  std::map<TypeParam, uint64_t> expected;
  WorkFolder folder(scratch.File("work"), {});
  const CounterConfig config{size_t{256} << 10, 2, &folder};
  Json saved;
  for (int part = 0; part < 5; ++part) {
    SortingCounter<TypeParam> counter(config);
    if (!saved.is_null()) counter.Restore(folder, saved);
    for (int i = 0; i < 20'000; ++i) {
      const auto key = KeyFromNumber<TypeParam>(random() % 3000);
      ++expected[key];
      counter.local().Add(PartitionFor(key), key);
    }
    saved = counter.Save(folder);
  }
  SortingCounter<TypeParam> counter(config);
  counter.Restore(folder, saved);
  ExpectCounts(&counter, expected);
}

}  // namespace
}  // namespace ciku
