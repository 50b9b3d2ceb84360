#include "io/memory.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "tests/scratch.h"

namespace ciku {
namespace {

constexpr size_t kUnlimited = std::numeric_limits<size_t>::max();

TEST(MemoryTest, ControlGroupsOfVersion2) {
  const Scratch scratch;
  scratch.Write("proc/self/cgroup", "0::/jobs/mine\n");
  scratch.Write("sys/fs/cgroup/jobs/mine/memory.max", "max\n");
  EXPECT_EQ(ControlGroupLimit(scratch.path()), kUnlimited);
  scratch.Write("sys/fs/cgroup/jobs/memory.max", "1000\n");
  EXPECT_EQ(ControlGroupLimit(scratch.path()), 1000U);
  scratch.Write("sys/fs/cgroup/jobs/mine/memory.max", "500\n");
  EXPECT_EQ(ControlGroupLimit(scratch.path()), 500U);
}

TEST(MemoryTest, ControlGroupsOfVersion1) {
  const Scratch scratch;
  scratch.Write("proc/self/cgroup", "5:cpu,cpuacct:/a\n4:memory:/a/b\n1:name=systemd:/\n");
  scratch.Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "7000\n");
  scratch.Write("sys/fs/cgroup/cpu/a/memory.limit_in_bytes", "1\n");
  EXPECT_EQ(ControlGroupLimit(scratch.path()), 7000U);
}

TEST(MemoryTest, NoControlGroups) {
  const Scratch scratch;
  EXPECT_EQ(ControlGroupLimit(scratch.path()), kUnlimited);
  EXPECT_GT(AvailableMemory(), size_t{1} << 20);
}

TEST(MemoryTest, ThePeakGrows) {
  const uint64_t before = PeakMemory();
  const std::vector<char> much(size_t{64} << 20, 'x');
  EXPECT_GE(PeakMemory(), before + much.size() / 2);
}

}  // namespace
}  // namespace ciku
