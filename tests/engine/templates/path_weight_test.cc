#include "engine/templates/path_weight.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace ciku {
namespace {

BigCount PowerOfTwo(unsigned exponent) { return BigCount(1) << exponent; }

TEST(PathWeightTest, LogarithmsAreThoseOfTheNearestDouble) {
  EXPECT_EQ(LogOf(1), 0);
  EXPECT_EQ(LogOf(1'000'000'007), std::log(1'000'000'007.0));
  EXPECT_EQ(LogOf(PowerOfTwo(100)), std::log(std::ldexp(1.0, 100)));
  // 2^100 + 2^47 lies in the middle between two doubles and is rounded to the even one. A number
  // that is larger by 1 is rounded up.
  const BigCount middle = PowerOfTwo(100) + PowerOfTwo(47);
  EXPECT_EQ(LogOf(middle), std::log(std::ldexp(1.0, 100)));
  EXPECT_EQ(LogOf(middle + 1), std::log(std::nextafter(std::ldexp(1.0, 100), 1e300)));
}

TEST(PathWeightTest, LogarithmsBeyondDoubles) {
  EXPECT_DOUBLE_EQ(LogOf(PowerOfTwo(1023)), 1023 * std::log(2.0));
  EXPECT_DOUBLE_EQ(LogOf(PowerOfTwo(1024) - 1), 1024 * std::log(2.0));
  EXPECT_EQ(LogOf(PowerOfTwo(5000)), std::log(0.5) + std::log(2.0) * 5001);
}

TEST(PathWeightTest, TheLeastCountPassesAndTheOneBelowDoesNot) {
  for (const unsigned exponent : {0U, 1U, 10U, 63U, 64U, 200U, 1023U, 1024U, 3000U}) {
    for (const double min_proba : {1e-300, 1e-5, 0.3, 1.0, 2.0}) {
      const BigCount total = PowerOfTwo(exponent) + exponent;
      const BigCount least =
          LeastCount(total, {.min_proba = min_proba, .weight = PathWeight::kPath});
      const auto passes = [&](const BigCount& count) {
        return LogOf(count) - LogOf(total) > std::log(min_proba);
      };
      EXPECT_GE(least, 1);
      EXPECT_LE(least, total + 1);
      EXPECT_TRUE(least > total || passes(least)) << exponent << " " << min_proba;
      EXPECT_TRUE(least == 1 || !passes(least - 1)) << exponent << " " << min_proba;
    }
  }
}

TEST(PathWeightTest, MinCountsAreOfPathsOrVotes) {
  TemplateOptions options{.min_proba = 1e-9, .weight = PathWeight::kPath, .min_count = 7};
  EXPECT_EQ(LeastCount(1000, options), 7);
  options.weight = PathWeight::kSentence;
  EXPECT_EQ(LeastCount(1000 * PowerOfTwo(kVoteBits), options), 7 * PowerOfTwo(kVoteBits));
  options.min_count = 0;
  EXPECT_EQ(LeastCount(PowerOfTwo(kVoteBits), options), PowerOfTwo(kVoteBits) / 1'000'000 + 1);
}

TEST(PathWeightTest, VotesAreShared) {
  EXPECT_EQ(VotesOf(uint64_t{1}, uint64_t{1}), uint64_t{1} << 63);
  EXPECT_EQ(VotesOf(uint64_t{1}, uint64_t{3}), (uint64_t{1} << 63) / 3);
  EXPECT_EQ(VotesOf(BigCount(1), PowerOfTwo(64)), 0);
  EXPECT_EQ(VotesOf(PowerOfTwo(70), PowerOfTwo(71)), PowerOfTwo(62));
}

std::string Written(PathWeight weight, const BigCount& count) {
  std::string text;
  AppendCount(weight, count, &text);
  return text;
}

TEST(PathWeightTest, Writing) {
  EXPECT_EQ(Written(PathWeight::kPath, PowerOfTwo(70)), "1180591620717411303424");
  EXPECT_EQ(Written(PathWeight::kSentence, 12 * PowerOfTwo(63)), "12.000000");
  EXPECT_EQ(Written(PathWeight::kSentence, PowerOfTwo(63) / 3), "0.333333");
  EXPECT_EQ(Written(PathWeight::kSentence, 2 * PowerOfTwo(63) / 3), "0.666667");
  EXPECT_EQ(Written(PathWeight::kSentence, 3 * PowerOfTwo(63) - 1), "3.000000");
}

}  // namespace
}  // namespace ciku
