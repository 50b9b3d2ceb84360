// What trees of templates are compared by.
//
// Scores are logarithms, kept as whole numbers of billionths (10^-9): their sums are exact,
// whatever the order in which they are added up, and the same on every machine. Only the weights
// that they are sums of are rounded: that of a template, ln n - ln total in double precision, and
// the score of two tokens without a template, each to the nearest billionth, of two the even one.
#ifndef CIKU_ENGINE_PARSE_SCORE_H_
#define CIKU_ENGINE_PARSE_SCORE_H_

#include <cmath>
#include <cstdint>

namespace ciku {

using Score = int64_t;

constexpr Score kScoreUnit = 1'000'000'000;
// Scores are compared to four decimals first.
constexpr Score kCompared = kScoreUnit / 10'000;

inline Score ScoreFrom(double value) {
  return static_cast<Score>(std::nearbyint(value * static_cast<double>(kScoreUnit)));
}

// A score in ten-thousandths, the nearest one, of two the larger.
constexpr int64_t InTenThousandths(Score score) {
  const Score from = score + kCompared / 2;
  return from / kCompared - (from % kCompared < 0 ? 1 : 0);
}

}  // namespace ciku

#endif  // CIKU_ENGINE_PARSE_SCORE_H_
