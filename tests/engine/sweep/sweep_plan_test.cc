#include "engine/sweep/sweep_plan.h"

#include <gtest/gtest.h>

namespace ciku {
namespace {

SweepPlan PlanFor(size_t memory, size_t file) {
  SweepPlan plan;
  plan.memory = memory;
  plan.file = file;
  plan.blocks = 10;
  plan.config.reader.files_at_once = 4;
  return plan;
}

TEST(SweepPlanTest, FewerFilesLeaveMoreRoom) {
  struct Case {
    size_t besides, files, left;
  };
  for (const Case& expected : {Case{0, 4, 10}, Case{10, 4, 0}, Case{11, 3, 19}, Case{30, 3, 0},
                               Case{31, 2, 19}, Case{70, 1, 0}}) {
    SweepPlan plan = PlanFor(100, 20);
    EXPECT_EQ(plan.LeaveRoom(expected.besides), expected.left) << expected.besides;
    EXPECT_EQ(plan.config.reader.files_at_once, expected.files) << expected.besides;
  }
  EXPECT_EQ(PlanFor(100, 20).LeaveRoom(71), std::nullopt);
}

TEST(SweepPlanTest, FilesThatNeedNothingStayOpen) {
  SweepPlan plan = PlanFor(100, 0);
  EXPECT_EQ(plan.LeaveRoom(90), 0);
  EXPECT_EQ(plan.config.reader.files_at_once, 4);
  EXPECT_EQ(plan.LeaveRoom(91), std::nullopt);
}

}  // namespace
}  // namespace ciku
