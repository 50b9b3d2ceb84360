#include "engine/sweep/budget.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "io/error.h"

namespace ciku {
namespace {

// Makes a plan for 5 MiB, and for 8 MiB and more.
std::optional<size_t> TryPlan(size_t memory) {
  if (memory / kMiB == 5 || memory >= 8 * kMiB) return memory;
  return std::nullopt;
}

std::string Refusal(size_t memory) {
  try {
    PlanWithin(memory, "a test", 2, TryPlan);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(BudgetTest, IsPlannedWhereItDoes) {
  for (const size_t memory : {5 * kMiB, 6 * kMiB - 1, 8 * kMiB, 9 * kMiB + 1}) {
    EXPECT_EQ(PlanWithin(memory, "a test", 2, TryPlan), memory);
  }
}

TEST(BudgetTest, IsRefusedWithTheNextThatWouldDo) {
  EXPECT_EQ(Refusal(3 * kMiB + kKiB),
            "--memory 3073K is too little for a test on 2 threads; the least that would do is 5M");
  EXPECT_TRUE(Refusal(0).ends_with(" 5M"));
  EXPECT_TRUE(Refusal(5 * kMiB - 1).ends_with(" 5M"));
  EXPECT_TRUE(Refusal(3 * kMiB).starts_with("--memory 3M is too little"));
  // Less would do, but the search goes upwards.
  EXPECT_TRUE(Refusal(6 * kMiB).ends_with(" 8M"));
  EXPECT_TRUE(Refusal(8 * kMiB - 1).ends_with(" 8M"));
}

}  // namespace
}  // namespace ciku
