#include "engine/sweep/pipeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <vector>

namespace ciku {
namespace {

// Sends the numbers below `count` through a parallel stage, which squares them, and a stage in
// order, which collects them.
std::vector<size_t> Squares(size_t threads, size_t places, size_t count) {
  std::vector<size_t> items(places);
  std::vector<size_t> squares;
  size_t next = 0;
  const auto begin = [&](size_t place) {
    EXPECT_LT(place, places);
    items[place] = next;
    return next++ < count;
  };
  const auto square = [&](size_t place) { items[place] *= items[place]; };
  const auto collect = [&](size_t place) { squares.push_back(items[place]); };
  RunPipeline(threads, places, begin,
              {{StageOrder::kParallel, square}, {StageOrder::kInOrder, collect}});
  return squares;
}

TEST(PipelineTest, StagesInOrderKeepTheOrder) {
  for (const size_t threads : {1, 2, 5}) {
    for (const size_t places : {1, 3, 10}) {
      for (const size_t count : {0, 1, 2, 1000}) {
        std::vector<size_t> expected;
        for (size_t i = 0; i < count; ++i) expected.push_back(i * i);
        EXPECT_EQ(Squares(threads, places, count), expected)
            << threads << " threads, " << places << " places";
      }
    }
  }
}

TEST(PipelineTest, NoMoreItemsThanPlacesAreUnderWay) {
  constexpr size_t kPlaces = 3;
  size_t begun = 0;
  std::vector<std::atomic<bool>> taken(kPlaces);
  const auto begin = [&](size_t place) {
    if (begun++ == 500) return false;
    EXPECT_FALSE(taken[place].exchange(true));
    return true;
  };
  const auto leave = [&](size_t place) { EXPECT_TRUE(taken[place].exchange(false)); };
  RunPipeline(4, kPlaces, begin, {{StageOrder::kParallel, leave}});
  EXPECT_EQ(begun, 501u);
}

TEST(PipelineTest, ExceptionsEndIt) {
  size_t begun = 0;
  const auto begin = [&](size_t) { return ++begun > 0; };
  const auto fail = [&](size_t) { throw std::runtime_error("no more"); };
  for (const StageOrder order : {StageOrder::kParallel, StageOrder::kInOrder}) {
    EXPECT_THROW(RunPipeline(2, 4, begin, {{order, fail}}), std::runtime_error);
  }
  const auto never = [](size_t) -> bool { throw std::runtime_error("not even one"); };
  EXPECT_THROW(RunPipeline(2, 4, never, {}), std::runtime_error);
}

}  // namespace
}  // namespace ciku
