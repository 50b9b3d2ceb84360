#include "engine/count/sum_map.h"

#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine/count/external_counter.h"
#include "tests/scratch.h"

namespace ciku {
namespace {

BigCount RandomCount(std::mt19937_64* random) {
  BigCount count = 1 + (*random)() % 100;
  if ((*random)() % 4 == 0) count <<= (*random)() % 300;
  return count;
}

TEST(SumMapTest, SumsOfAnySizeAgreeWithAMap) {
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const size_t threads = 1 + random() % 3;
    const size_t memory = seed % 3 == 0 ? size_t{64} << 20 : (random() % 512) << 10;
    ExternalCounter<SumMap> counter({memory, threads, TestSpills()});
    std::map<uint64_t, BigCount> expected;
    std::vector<std::vector<std::pair<uint64_t, BigCount>>> adds(threads);
    for (int i = 0; i < 20'000; ++i) {
      const uint64_t key = random() % (random() % 5000 + 1) << 40;
      const BigCount count = RandomCount(&random);
      expected[key] += count;
      adds[random() % threads].emplace_back(key, count);
    }
    std::vector<std::jthread> running;
    for (const auto& part : adds) {
      running.emplace_back([&] {
        SumMap* const map = &counter.local();
        for (const auto& [key, count] : part) counter.Add(map, count, key);
      });
    }
    running.clear();
    std::map<uint64_t, BigCount> summed;
    std::mutex mutex;
    counter.ForEach([&](size_t, uint64_t key, const BigCount& sum) {
      const std::lock_guard lock(mutex);
      EXPECT_TRUE(summed.emplace(key, sum).second) << "visited twice";
    });
    EXPECT_EQ(summed, expected);
    if (memory < (size_t{64} << 10)) {
      EXPECT_GT(counter.spilled_bytes(), 0U);
    }
  }
}

TEST(BigCountTest, IsReadAsItWasWritten) {
  std::mt19937_64 random(1);
  std::vector<BigCount> counts = {0, 1, BigCount(1) << 62, BigCount(1) << 63, BigCount(1) << 64};
  for (int i = 0; i < 1000; ++i) counts.push_back(RandomCount(&random) << (random() % 2000));
  std::string bytes;
  for (const BigCount& count : counts) CountCodec<BigCount>::Append(count, &bytes);
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  for (const BigCount& count : counts) {
    BigCount read;
    ASSERT_TRUE(CountCodec<BigCount>::Read(&at, end, &read));
    EXPECT_EQ(read, count);
  }
  EXPECT_EQ(at, end);
  BigCount read;
  EXPECT_FALSE(CountCodec<BigCount>::Read(&at, end, &read));
}

}  // namespace
}  // namespace ciku
