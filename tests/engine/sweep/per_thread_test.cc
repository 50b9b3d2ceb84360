#include "engine/sweep/per_thread.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <thread>

#include "engine/sweep/budget.h"

namespace ciku {
namespace {

TEST(PerThreadTest, EachThreadHasItsOwnObject) {
  std::atomic<int> made = 0;
  PerThread<std::set<std::thread::id>> users([&] {
    ++made;
    return std::set<std::thread::id>();
  });
  ParallelFor(4, 10000, [&](size_t) { users.local().insert(std::this_thread::get_id()); });
  std::set<std::thread::id> all;
  int objects = 0;
  for (const std::set<std::thread::id>& of : users) {
    EXPECT_EQ(of.size(), 1u);
    all.insert(of.begin(), of.end());
    ++objects;
  }
  EXPECT_EQ(objects, made);
  EXPECT_EQ(all.size(), static_cast<size_t>(objects));
}

TEST(PerThreadTest, ObjectsShareNoCacheLine) {
  PerThread<char> bytes;
  ParallelFor(4, 1000, [&](size_t) { ++bytes.local(); });
  for (const char& byte : bytes) EXPECT_EQ(reinterpret_cast<uintptr_t>(&byte) % 64, 0u);
}

TEST(PerThreadTest, ObjectsAreMadeAnewAfterClear) {
  PerThread<int> numbers([] { return 7; });
  numbers.local() = 8;
  EXPECT_EQ(numbers.local(), 8);
  numbers.clear();
  EXPECT_EQ(numbers.begin(), numbers.end());
  EXPECT_EQ(numbers.local(), 7);
}

TEST(PerThreadTest, MakesNoObjectIfMakingFails) {
  bool fails = true;
  PerThread<int> numbers([&] {
    if (fails) throw std::runtime_error("no object");
    return 1;
  });
  EXPECT_THROW(numbers.local(), std::runtime_error);
  EXPECT_EQ(numbers.begin(), numbers.end());
  fails = false;
  EXPECT_EQ(numbers.local(), 1);
}

}  // namespace
}  // namespace ciku
